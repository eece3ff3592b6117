
import core.clock
import core.models
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django_fsm
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Call',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=core.models.random_key, editable=False, max_length=12, unique=True)),
                ('slug', models.SlugField(unique=True)),
                ('title', models.CharField(max_length=200, verbose_name='Titel')),
                ('created_at', models.DateTimeField(default=core.clock.now)),
                ('last_receipt_number', models.PositiveIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'Förderaufruf',
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='GuidelineVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=core.models.random_key, editable=False, max_length=12, unique=True)),
                ('regular_rate', models.DecimalField(decimal_places=6, default=Decimal('0.65'), max_digits=7, validators=[django.core.validators.MinValueValidator(Decimal('0')), django.core.validators.MaxValueValidator(Decimal('1'))], verbose_name='Fördersatz')),
                ('emergency_rate', models.DecimalField(decimal_places=6, default=Decimal('0.90'), max_digits=7, validators=[django.core.validators.MinValueValidator(Decimal('0')), django.core.validators.MaxValueValidator(Decimal('1'))], verbose_name='Fördersatz bei Haushaltsnotlage')),
                ('cap_strategy', models.DecimalField(decimal_places=2, default=Decimal('2500000'), max_digits=14, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='Obergrenze Strategie (zuwendungsfähige Ausgaben)')),
                ('cap_implementation', models.DecimalField(decimal_places=2, default=Decimal('15000000'), max_digits=14, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='Obergrenze Umsetzung (zuwendungsfähige Ausgaben)')),
                ('minimum_grant', models.DecimalField(decimal_places=2, default=Decimal('50000'), max_digits=14, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='Mindestzuwendung')),
                ('minimum_own_share_rate', models.DecimalField(decimal_places=6, default=Decimal('0.10'), max_digits=7, validators=[django.core.validators.MinValueValidator(Decimal('0')), django.core.validators.MaxValueValidator(Decimal('1'))], verbose_name='Mindestens Eigenanteil')),
                ('number', models.PositiveSmallIntegerField(verbose_name='Fassung')),
                ('title', models.CharField(max_length=200, verbose_name='Titel')),
                ('in_force_on', models.DateField(verbose_name='In Kraft ab')),
                ('least_application_days', models.PositiveSmallIntegerField(default=42, verbose_name='Mindestens Tage bis zur Frist')),
                ('source', models.TextField(verbose_name='Quelle')),
                ('remarks', models.TextField(blank=True, verbose_name='Noch zu bestätigen')),
                ('catalogue', models.JSONField(default=dict, verbose_name='Musterkatalog')),
            ],
            options={
                'verbose_name': 'Förderrichtlinie (Fassung)',
                'ordering': ['programme', '-number'],
            },
        ),
        migrations.CreateModel(
            name='Programme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=core.models.random_key, editable=False, max_length=12, unique=True)),
                ('slug', models.SlugField(unique=True)),
                ('code', models.CharField(help_text='Beginn jeder Eingangsnummer', max_length=8, verbose_name='Kürzel')),
                ('name', models.CharField(max_length=200, verbose_name='Name')),
                ('purpose', models.TextField(verbose_name='Zweck')),
                ('federal_interest', models.TextField(blank=True, verbose_name='Bundesinteresse')),
                ('contact_phone', models.CharField(blank=True, max_length=60, verbose_name='Telefon')),
                ('contact_hours', models.CharField(blank=True, max_length=120, verbose_name='Sprechzeiten')),
                ('contact_email', models.EmailField(blank=True, max_length=254, verbose_name='E-Mail')),
                ('small_number_limit', models.PositiveSmallIntegerField(default=5, help_text='k: kleinere Zahlen bleiben gesperrt', verbose_name='Kleinste veröffentlichte Zahl')),
            ],
            options={
                'verbose_name': 'Programm',
            },
        ),
        migrations.CreateModel(
            name='CallVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=core.models.random_key, editable=False, max_length=12, unique=True)),
                ('regular_rate', models.DecimalField(decimal_places=6, default=Decimal('0.65'), max_digits=7, validators=[django.core.validators.MinValueValidator(Decimal('0')), django.core.validators.MaxValueValidator(Decimal('1'))], verbose_name='Fördersatz')),
                ('emergency_rate', models.DecimalField(decimal_places=6, default=Decimal('0.90'), max_digits=7, validators=[django.core.validators.MinValueValidator(Decimal('0')), django.core.validators.MaxValueValidator(Decimal('1'))], verbose_name='Fördersatz bei Haushaltsnotlage')),
                ('cap_strategy', models.DecimalField(decimal_places=2, default=Decimal('2500000'), max_digits=14, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='Obergrenze Strategie (zuwendungsfähige Ausgaben)')),
                ('cap_implementation', models.DecimalField(decimal_places=2, default=Decimal('15000000'), max_digits=14, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='Obergrenze Umsetzung (zuwendungsfähige Ausgaben)')),
                ('minimum_grant', models.DecimalField(decimal_places=2, default=Decimal('50000'), max_digits=14, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='Mindestzuwendung')),
                ('minimum_own_share_rate', models.DecimalField(decimal_places=6, default=Decimal('0.10'), max_digits=7, validators=[django.core.validators.MinValueValidator(Decimal('0')), django.core.validators.MaxValueValidator(Decimal('1'))], verbose_name='Mindestens Eigenanteil')),
                ('number', models.PositiveSmallIntegerField(verbose_name='Fassung')),
                ('status', django_fsm.FSMField(choices=[('draft', 'Entwurf'), ('ready', 'Zur Veröffentlichung vorgelegt'), ('published', 'Veröffentlicht')], default='draft', max_length=50, protected=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('summary', models.TextField(verbose_name='Worum es geht')),
                ('opens_at', models.DateTimeField(verbose_name='Beginn')),
                ('deadline_at', models.DateTimeField(verbose_name='Frist')),
                ('formal_check_until', models.DateField(blank=True, null=True, verbose_name='Formalprüfung bis')),
                ('review_until', models.DateField(blank=True, null=True, verbose_name='Begutachtung bis')),
                ('decision_until', models.DateField(blank=True, null=True, verbose_name='Entscheidung bis')),
                ('effort_hours', models.PositiveSmallIntegerField(default=12, verbose_name='Geschätzter Aufwand in Stunden')),
                ('eligible_kinds', models.JSONField(default=list, verbose_name='Wer sich bewerben kann')),
                ('first_year', models.PositiveSmallIntegerField(verbose_name='Erstes Jahr der Förderung')),
                ('last_year', models.PositiveSmallIntegerField(verbose_name='Letztes Jahr der Förderung')),
                ('fundable_total', models.DecimalField(decimal_places=2, default=Decimal('60'), max_digits=5, verbose_name='Förderwürdig ab (Punkte)')),
                ('divergence_total', models.DecimalField(decimal_places=2, default=Decimal('15'), max_digits=5, verbose_name='Abweichung der Gutachten (Punkte)')),
                ('divergence_criterion', models.DecimalField(decimal_places=1, default=Decimal('2'), max_digits=3, verbose_name='Abweichung je Kriterium')),
                ('reviews_per_application', models.PositiveSmallIntegerField(default=2, verbose_name='Gutachten je Antrag')),
                ('reviewers_from_same_land', models.BooleanField(default=False, verbose_name='Gutachten aus demselben Land')),
                ('half_points', models.BooleanField(default=False, verbose_name='Halbe Punkte')),
                ('reason_length', models.PositiveSmallIntegerField(default=100, verbose_name='Mindestlänge der Begründung bei 0, 1 und 5')),
                ('prepared_by_key', models.CharField(blank=True, max_length=40)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='programmes.call')),
                ('guideline_version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='call_versions', to='programmes.guidelineversion')),
            ],
            options={
                'verbose_name': 'Fassung des Aufrufs',
                'ordering': ['call', '-number'],
            },
        ),
        migrations.CreateModel(
            name='CriterionGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, verbose_name='Kennung')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='Reihenfolge')),
                ('name', models.CharField(max_length=120, verbose_name='Name')),
                ('minimum', models.DecimalField(decimal_places=2, default=0, max_digits=5, verbose_name='Mindestens (Punkte)')),
                ('call_version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='criterion_groups', to='programmes.callversion')),
            ],
            options={
                'verbose_name': 'Kriteriengruppe',
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Criterion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, verbose_name='Kennung')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='Reihenfolge')),
                ('name', models.CharField(max_length=160, verbose_name='Name')),
                ('question', models.TextField(verbose_name='Was beurteilt wird')),
                ('weight', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='Gewicht')),
                ('minimum', models.DecimalField(decimal_places=1, default=0, max_digits=3, verbose_name='Mindestwert')),
                ('maximum', models.DecimalField(decimal_places=1, default=5, max_digits=3, verbose_name='Höchstwert')),
                ('anchors', models.JSONField(default=dict, help_text='Punktwert -> Beschreibung', verbose_name='Anker')),
                ('call_version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='criteria', to='programmes.callversion')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='criteria', to='programmes.criteriongroup')),
            ],
            options={
                'verbose_name': 'Kriterium',
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='DocumentRequirement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, verbose_name='Kennung')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='Reihenfolge')),
                ('name', models.CharField(max_length=160, verbose_name='Name')),
                ('hint', models.TextField(blank=True, verbose_name='Hinweis')),
                ('required', models.BooleanField(default=True, verbose_name='Pflicht')),
                ('due_at', models.DateTimeField(blank=True, help_text='leer: mit dem Antrag', null=True, verbose_name='Frist')),
                ('condition_code', models.CharField(blank=True, max_length=40, verbose_name='Nur wenn Frage')),
                ('condition_value', models.CharField(blank=True, max_length=40, verbose_name='diese Antwort hat')),
                ('file_types', models.JSONField(default=list, verbose_name='Dateiarten')),
                ('max_megabytes', models.PositiveSmallIntegerField(default=20, verbose_name='Höchstens MB')),
                ('call_version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='document_requirements', to='programmes.callversion')),
            ],
            options={
                'verbose_name': 'Unterlage',
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='FitQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, verbose_name='Kennung')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='Reihenfolge')),
                ('text', models.CharField(max_length=300, verbose_name='Frage')),
                ('fitting_answer', models.BooleanField(default=True, verbose_name='Passt bei Ja')),
                ('advice', models.TextField(verbose_name='Hinweis, wenn es nicht passt')),
                ('call_version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='fit_questions', to='programmes.callversion')),
            ],
            options={
                'verbose_name': 'Frage „Passt der Aufruf?“',
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='guidelineversion',
            name='programme',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='guideline_versions', to='programmes.programme'),
        ),
        migrations.AddField(
            model_name='call',
            name='programme',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='programmes.programme'),
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, verbose_name='Kennung')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='Reihenfolge')),
                ('group', models.CharField(choices=[('project', 'Vorhaben'), ('participation', 'Partner und Beteiligung'), ('declarations', 'Erklärungen')], max_length=20, verbose_name='Kapitel')),
                ('kind', models.CharField(choices=[('text', 'Text'), ('number', 'Zahl'), ('money', 'Betrag'), ('date', 'Datum'), ('choice', 'Auswahl'), ('yes_no', 'Ja oder Nein')], default='text', max_length=10, verbose_name='Art')),
                ('title', models.CharField(help_text='beginnt mit einem Verb am Ende', max_length=120, verbose_name='Aufgabe')),
                ('label', models.CharField(max_length=300, verbose_name='Frage')),
                ('hint', models.TextField(blank=True, verbose_name='Hinweis')),
                ('reason', models.TextField(blank=True, verbose_name='Wozu wir das brauchen')),
                ('limit', models.PositiveIntegerField(blank=True, null=True, verbose_name='Höchstens (Zeichen)')),
                ('options', models.JSONField(blank=True, default=list, verbose_name='Auswahl')),
                ('expected', models.CharField(blank=True, max_length=40, verbose_name='Nötige Antwort')),
                ('required', models.BooleanField(default=True, verbose_name='Pflicht')),
                ('condition_code', models.CharField(blank=True, max_length=40, verbose_name='Nur wenn Frage')),
                ('condition_value', models.CharField(blank=True, max_length=40, verbose_name='diese Antwort hat')),
                ('call_version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='programmes.callversion')),
                ('criterion', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='questions', to='programmes.criterion')),
            ],
            options={
                'verbose_name': 'Frage',
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, verbose_name='Kennung')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='Reihenfolge')),
                ('kind', models.CharField(choices=[('action_field', 'Handlungsfeld'), ('challenge', 'Herausforderung')], max_length=12, verbose_name='Art')),
                ('name', models.CharField(max_length=120, verbose_name='Name')),
                ('call_version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='topics', to='programmes.callversion')),
            ],
            options={
                'verbose_name': 'Thema',
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='BudgetYear',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='Haushaltsjahr')),
                ('amount', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=14, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='Verfügbar')),
                ('reserved', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=14, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='Vorgemerkt')),
                ('committed', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=14, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='Gebunden')),
                ('source', models.CharField(blank=True, max_length=60, verbose_name='Haushaltsstelle')),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='budget_years', to='programmes.call')),
            ],
            options={
                'verbose_name': 'Haushaltsjahr',
                'ordering': ['call', 'year'],
                'constraints': [models.UniqueConstraint(fields=('call', 'year'), name='one_budget_a_year'), models.CheckConstraint(condition=models.Q(('amount__gte', django.db.models.expressions.CombinedExpression(models.F('reserved'), '+', models.F('committed'))), ('reserved__gte', 0), ('committed__gte', 0)), name='budget_never_exceeded')],
            },
        ),
        migrations.AddConstraint(
            model_name='criteriongroup',
            constraint=models.UniqueConstraint(fields=('call_version', 'code'), name='one_criterion_group_a_code'),
        ),
        migrations.AddConstraint(
            model_name='criterion',
            constraint=models.UniqueConstraint(fields=('call_version', 'code'), name='one_criterion_a_code'),
        ),
        migrations.AddConstraint(
            model_name='documentrequirement',
            constraint=models.UniqueConstraint(fields=('call_version', 'code'), name='one_document_requirement_a_code'),
        ),
        migrations.AddConstraint(
            model_name='fitquestion',
            constraint=models.UniqueConstraint(fields=('call_version', 'code'), name='one_fit_question_a_code'),
        ),
        migrations.AddConstraint(
            model_name='callversion',
            constraint=models.UniqueConstraint(fields=('call', 'number'), name='one_call_version_a_number'),
        ),
        migrations.AddConstraint(
            model_name='callversion',
            constraint=models.CheckConstraint(condition=models.Q(('opens_at__lt', models.F('deadline_at'))), name='call_opens_before_deadline'),
        ),
        migrations.AddConstraint(
            model_name='callversion',
            constraint=models.CheckConstraint(condition=models.Q(('first_year__lte', models.F('last_year'))), name='call_years_in_order'),
        ),
        migrations.AddConstraint(
            model_name='guidelineversion',
            constraint=models.UniqueConstraint(fields=('programme', 'number'), name='one_guideline_a_number'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.UniqueConstraint(fields=('call_version', 'code'), name='one_question_a_code'),
        ),
        migrations.AddConstraint(
            model_name='topic',
            constraint=models.UniqueConstraint(fields=('call_version', 'code'), name='one_topic_a_code'),
        ),
    ]
