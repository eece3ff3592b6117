
import core.clock
import core.models
import django.db.models.deletion
import django_fsm
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('core', '0001_initial'),
        ('programmes', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Application',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=core.models.random_key, editable=False, max_length=12, unique=True)),
                ('status', django_fsm.FSMField(choices=[('draft', 'Entwurf'), ('awaiting_signature', 'Zur Zeichnung'), ('submitted', 'Eingereicht'), ('in_formal_check', 'In Formalprüfung'), ('supplement_requested', 'Nachforderung'), ('admitted', 'Zugelassen'), ('formally_rejected', 'Formal abgelehnt'), ('withdrawn', 'Zurückgezogen')], default='draft', max_length=50, protected=True, verbose_name='Stand')),
                ('version', models.PositiveIntegerField(default=1)),
                ('receipt_number', models.CharField(blank=True, db_index=True, max_length=40, verbose_name='Eingangsnummer')),
                ('submitted_at', models.DateTimeField(blank=True, null=True, verbose_name='Eingang')),
                ('requested_amount', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='Beantragt')),
                ('eligible_amount', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='Zuwendungsfähig')),
                ('created_at', models.DateTimeField(default=core.clock.now)),
                ('changed_at', models.DateTimeField(default=core.clock.now)),
                ('call_version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='programmes.callversion')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='accounts.organisation')),
            ],
            options={
                'verbose_name': 'Antrag',
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40)),
                ('value', models.JSONField(null=True)),
                ('done', models.BooleanField(default=False, verbose_name='Abschnitt fertig')),
                ('version', models.PositiveIntegerField(default=1)),
                ('changed_at', models.DateTimeField(default=core.clock.now)),
                ('changed_by_key', models.CharField(blank=True, max_length=40)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='applications.application')),
            ],
        ),
        migrations.CreateModel(
            name='ChosenTopic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40)),
                ('is_primary', models.BooleanField(default=False, verbose_name='Schwerpunkt')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='topics', to='applications.application')),
            ],
            options={
                'ordering': ['-is_primary', 'code'],
            },
        ),
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=core.models.random_key, editable=False, max_length=12, unique=True)),
                ('code', models.CharField(max_length=40)),
                ('number', models.PositiveSmallIntegerField(default=1, verbose_name='Fassung')),
                ('is_current', models.BooleanField(default=True)),
                ('uploaded_at', models.DateTimeField(default=core.clock.now)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='documents', to='applications.application')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
            ],
            options={
                'verbose_name': 'Unterlage',
                'ordering': ['code', '-number'],
            },
        ),
        migrations.CreateModel(
            name='FormalCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=core.models.random_key, editable=False, max_length=12, unique=True)),
                ('status', django_fsm.FSMField(choices=[('open', 'In Prüfung'), ('admission_proposed', 'Zulassung vorgeschlagen'), ('rejection_proposed', 'Ablehnung vorgeschlagen'), ('confirmed', 'Bestätigt')], default='open', max_length=50, protected=True)),
                ('checked_by_key', models.CharField(max_length=40)),
                ('started_at', models.DateTimeField(default=core.clock.now)),
                ('proposed_at', models.DateTimeField(blank=True, null=True)),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('reasons', models.TextField(blank=True, verbose_name='Gründe')),
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='formal_check', to='applications.application')),
            ],
            options={
                'verbose_name': 'Formalprüfung',
            },
        ),
        migrations.CreateModel(
            name='CheckResult',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40)),
                ('found', models.JSONField(default=list, verbose_name='Feststellungen')),
                ('verdict', models.CharField(choices=[('open', 'Noch offen'), ('met', 'Erfüllt'), ('not_met', 'Nicht erfüllt'), ('not_due', 'Noch nicht fällig')], default='open', max_length=8)),
                ('note', models.TextField(blank=True, verbose_name='Vermerk')),
                ('changed_by_key', models.CharField(blank=True, max_length=40)),
                ('formal_check', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='results', to='applications.formalcheck')),
            ],
        ),
        migrations.CreateModel(
            name='Interaction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('version', models.PositiveIntegerField(default=1)),
                ('from_code', models.CharField(max_length=40, verbose_name='Von')),
                ('to_code', models.CharField(max_length=40, verbose_name='Nach')),
                ('how', models.CharField(max_length=500, verbose_name='Wechselwirkung')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='interactions', to='applications.application')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Measure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('version', models.PositiveIntegerField(default=1)),
                ('name', models.CharField(max_length=160, verbose_name='Name')),
                ('topic_code', models.CharField(max_length=40, verbose_name='Handlungsfeld')),
                ('description', models.TextField(verbose_name='Beschreibung')),
                ('target_group', models.CharField(blank=True, max_length=200, verbose_name='Zielgruppe')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='Beginn')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='Ende')),
                ('open_source', models.BooleanField(default=False, verbose_name='Ergebnisse als Open Source')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='measures', to='applications.application')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Indicator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('version', models.PositiveIntegerField(default=1)),
                ('name', models.CharField(max_length=200, verbose_name='Name')),
                ('level', models.CharField(choices=[('input', 'Input'), ('output', 'Output'), ('outcome', 'Outcome'), ('impact', 'Impact')], max_length=8, verbose_name='Ebene')),
                ('unit', models.CharField(max_length=60, verbose_name='Einheit')),
                ('rising', models.BooleanField(default=True, verbose_name='Ein höherer Wert ist besser')),
                ('baseline', models.DecimalField(decimal_places=4, max_digits=18, verbose_name='Ausgangswert')),
                ('baseline_on', models.DateField(verbose_name='Stand des Ausgangswerts')),
                ('target', models.DecimalField(decimal_places=4, max_digits=18, verbose_name='Zielwert')),
                ('target_on', models.DateField(verbose_name='Zielwert bis')),
                ('source', models.CharField(max_length=200, verbose_name='Quelle')),
                ('sdg', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='Nachhaltigkeitsziel (SDG)')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='indicators', to='applications.application')),
                ('measure', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='indicators', to='applications.measure')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Partner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('version', models.PositiveIntegerField(default=1)),
                ('name', models.CharField(max_length=200, verbose_name='Name')),
                ('kind', models.CharField(choices=[('municipality', 'Gemeinde oder Stadt'), ('district', 'Landkreis oder Kreis'), ('union', 'Gemeindeverband (Amt, Verbandsgemeinde, Samtgemeinde)'), ('purpose_union', 'Zweckverband'), ('company', 'Unternehmen'), ('municipal_company', 'Kommunales Unternehmen'), ('university', 'Hochschule oder Forschung'), ('association', 'Verband'), ('civil_society', 'Zivilgesellschaft'), ('land', 'Land'), ('federal', 'Bund')], max_length=20, verbose_name='Art')),
                ('role', models.CharField(max_length=300, verbose_name='Aufgabe im Vorhaben')),
                ('passes_on', models.BooleanField(default=False, verbose_name='Erhält Mittel durch Weiterleitung')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='partners', to='applications.application')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='partnerships', to='accounts.organisation')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PlanLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('version', models.PositiveIntegerField(default=1)),
                ('side', models.CharField(choices=[('expense', 'Ausgaben'), ('financing', 'Finanzierung')], max_length=9)),
                ('kind', models.CharField(choices=[('staff', 'Personal'), ('services', 'Aufträge und Dienstleistungen'), ('material', 'Sachausgaben'), ('travel', 'Reisen'), ('investment', 'Investitionen'), ('publicity', 'Öffentlichkeitsarbeit'), ('other', 'Sonstiges'), ('grant', 'Beantragte Zuwendung'), ('own_cash', 'Eigenmittel'), ('own_staff', 'Eigenes Personal'), ('land', 'Mittel des Landes'), ('eu', 'Mittel der EU'), ('private', 'Private Mittel'), ('income', 'Einnahmen')], max_length=12, verbose_name='Art')),
                ('label', models.CharField(blank=True, max_length=160, verbose_name='Bezeichnung')),
                ('eligible', models.BooleanField(default=True, verbose_name='Zuwendungsfähig')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='plan_lines', to='applications.application')),
                ('measure', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='plan_lines', to='applications.measure')),
                ('partner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='plan_lines', to='applications.partner')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PlanAmount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14)),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='amounts', to='applications.planline')),
            ],
            options={
                'ordering': ['year'],
            },
        ),
        migrations.CreateModel(
            name='Project',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(blank=True, max_length=120, verbose_name='Titel des Vorhabens')),
                ('acronym', models.CharField(blank=True, max_length=20, verbose_name='Kurzname')),
                ('summary', models.TextField(blank=True, verbose_name='Kurzbeschreibung für die Öffentlichkeit')),
                ('phase', models.CharField(blank=True, choices=[('strategy', 'Strategie'), ('implementation', 'Umsetzung')], max_length=14, verbose_name='Phase')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='Beginn')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='Ende')),
                ('level', models.CharField(blank=True, choices=[('quarter', 'Quartier'), ('city', 'Gesamte Kommune'), ('city_region', 'Stadt und Umland'), ('region', 'Region')], max_length=12, verbose_name='Räumliche Ebene')),
                ('version', models.PositiveIntegerField(default=1)),
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='project', to='applications.application')),
            ],
            options={
                'verbose_name': 'Vorhaben',
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=core.models.random_key, editable=False, max_length=12, unique=True)),
                ('number', models.PositiveSmallIntegerField(verbose_name='Fassung')),
                ('receipt_number', models.CharField(max_length=40, verbose_name='Eingangsnummer')),
                ('received_at', models.DateTimeField(verbose_name='Eingang')),
                ('committed_at', models.DateTimeField(verbose_name='Gespeichert')),
                ('signed_by_key', models.CharField(max_length=40)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='applications.application')),
                ('snapshot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.snapshot')),
            ],
            options={
                'verbose_name': 'Einreichung',
                'ordering': ['application', '-number'],
            },
        ),
        migrations.CreateModel(
            name='Waiver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=core.models.random_key, editable=False, max_length=12, unique=True)),
                ('code', models.CharField(max_length=40)),
                ('reason', models.TextField(verbose_name='Begründung')),
                ('granted_by_key', models.CharField(max_length=40)),
                ('granted_at', models.DateTimeField(default=core.clock.now)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='waivers', to='applications.application')),
            ],
            options={
                'verbose_name': 'Ausnahme',
            },
        ),
        migrations.AddIndex(
            model_name='application',
            index=models.Index(fields=['call_version', 'status', 'submitted_at'], name='application_call_ve_a93409_idx'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'withdrawn'), _negated=True), fields=('call_version', 'organisation'), name='one_application_a_call'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.UniqueConstraint(condition=models.Q(('receipt_number', ''), _negated=True), fields=('receipt_number',), name='one_application_a_receipt_number'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.UniqueConstraint(fields=('application', 'code'), name='one_answer_a_question'),
        ),
        migrations.AddConstraint(
            model_name='chosentopic',
            constraint=models.UniqueConstraint(fields=('application', 'code'), name='one_choice_a_topic'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('application', 'code'), name='one_current_document_a_requirement'),
        ),
        migrations.AddConstraint(
            model_name='checkresult',
            constraint=models.UniqueConstraint(fields=('formal_check', 'code'), name='one_result_a_rule'),
        ),
        migrations.AddConstraint(
            model_name='planamount',
            constraint=models.UniqueConstraint(fields=('line', 'year'), name='one_amount_a_year'),
        ),
        migrations.AddConstraint(
            model_name='planamount',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='amount_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.UniqueConstraint(fields=('application', 'number'), name='one_submission_a_number'),
        ),
        migrations.AddConstraint(
            model_name='waiver',
            constraint=models.UniqueConstraint(fields=('application', 'code'), name='one_waiver_a_rule'),
        ),
    ]
