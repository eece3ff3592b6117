
import core.clock
import core.models
import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('applications', '0001_initial'),
        ('core', '0001_initial'),
        ('programmes', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Candidacy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=core.models.random_key, editable=False, max_length=12, unique=True)),
                ('status', django_fsm.FSMField(choices=[('admitted', 'Zugelassen'), ('in_review', 'In Begutachtung'), ('reviewed', 'Begutachtet'), ('ranked', 'In der Rangfolge'), ('awarded', 'Bewilligt'), ('rejected', 'Abgelehnt')], default='admitted', max_length=50, protected=True, verbose_name='Stand')),
                ('total', models.DecimalField(blank=True, db_index=True, decimal_places=6, max_digits=9, null=True, verbose_name='Punktzahl')),
                ('is_fundable', models.BooleanField(blank=True, null=True, verbose_name='Förderwürdig')),
                ('diverges', models.BooleanField(default=False, verbose_name='Gutachten weichen ab')),
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='candidacy', to='applications.application')),
            ],
            options={
                'verbose_name': 'Bewerbung',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=core.models.random_key, editable=False, max_length=12, unique=True)),
                ('status', django_fsm.FSMField(choices=[('assigned', 'Erklärung zur Befangenheit fehlt'), ('cleared', 'Nicht befangen'), ('unsure', 'Unsicher, Programmstelle entscheidet'), ('conflicted', 'Befangen'), ('declined', 'Abgelehnt'), ('removed', 'Zuteilung aufgehoben')], default='assigned', max_length=50, protected=True, verbose_name='Stand')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='Bis')),
                ('assigned_at', models.DateTimeField(default=core.clock.now)),
                ('assigned_by_key', models.CharField(max_length=40)),
                ('candidacy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='evaluation.candidacy')),
            ],
            options={
                'verbose_name': 'Zuteilung',
                'ordering': ['due_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ConflictDeclaration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answer', models.CharField(choices=[('clear', 'Ich bin nicht befangen'), ('conflict', 'Ich bin befangen'), ('unsure', 'Ich bin unsicher')], max_length=8)),
                ('reason', models.TextField(blank=True, verbose_name='Grund')),
                ('declared_at', models.DateTimeField(default=core.clock.now)),
                ('assignment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='declarations', to='evaluation.assignment')),
            ],
            options={
                'ordering': ['declared_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='FundingDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=core.models.random_key, editable=False, max_length=12, unique=True)),
                ('status', django_fsm.FSMField(choices=[('proposed', 'Vorgeschlagen'), ('co_signed', 'Mitgezeichnet'), ('approved', 'Freigegeben'), ('returned', 'Zurückgegeben')], default='proposed', max_length=50, protected=True, verbose_name='Stand')),
                ('outcome', models.CharField(choices=[('award', 'Bewilligung'), ('rejection', 'Ablehnung')], max_length=9)),
                ('amount', models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name='Zuwendung')),
                ('eligible_amount', models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name='Zuwendungsfähig')),
                ('rate', models.DecimalField(decimal_places=6, default=0, max_digits=7, verbose_name='Fördersatz')),
                ('reason', models.TextField(verbose_name='Begründung')),
                ('version', models.PositiveIntegerField(default=1)),
                ('proposed_by_key', models.CharField(max_length=40)),
                ('proposed_at', models.DateTimeField(default=core.clock.now)),
                ('co_signed_by_key', models.CharField(blank=True, max_length=40)),
                ('co_signed_at', models.DateTimeField(blank=True, null=True)),
                ('approved_by_key', models.CharField(blank=True, max_length=40)),
                ('approved_at', models.DateTimeField(blank=True, null=True)),
                ('candidacy', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='decision', to='evaluation.candidacy')),
            ],
            options={
                'verbose_name': 'Förderentscheidung',
                'ordering': ['-proposed_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Ranking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=core.models.random_key, editable=False, max_length=12, unique=True)),
                ('number', models.PositiveSmallIntegerField(verbose_name='Fassung')),
                ('budget', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='Verfügbare Mittel')),
                ('lot_seed', models.PositiveIntegerField(blank=True, null=True, verbose_name='Startwert des Loses')),
                ('frozen_at', models.DateTimeField(default=core.clock.now)),
                ('frozen_by_key', models.CharField(max_length=40)),
                ('call_version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rankings', to='programmes.callversion')),
                ('snapshot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.snapshot')),
            ],
            options={
                'verbose_name': 'Rangfolge',
                'ordering': ['call_version', '-number'],
            },
        ),
        migrations.CreateModel(
            name='RankingPlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(verbose_name='Rang')),
                ('tied', models.BooleanField(default=False, verbose_name='Gleichstand')),
                ('funded', models.BooleanField(default=False, verbose_name='Über der Förderlinie')),
                ('total', models.DecimalField(decimal_places=6, max_digits=9, verbose_name='Punktzahl')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='Beantragt')),
                ('candidacy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='places', to='evaluation.candidacy')),
                ('ranking', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='places', to='evaluation.ranking')),
            ],
            options={
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='RejectionLetter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=core.models.random_key, editable=False, max_length=12, unique=True)),
                ('sent_on', models.DateField()),
                ('notified_on', models.DateField(verbose_name='Bekanntgegeben')),
                ('remedy_until', models.DateField(verbose_name='Rechtsbehelf bis')),
                ('decision', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='rejection_letter', to='evaluation.fundingdecision')),
                ('snapshot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.snapshot')),
            ],
            options={
                'verbose_name': 'Ablehnungsschreiben',
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=core.models.random_key, editable=False, max_length=12, unique=True)),
                ('status', django_fsm.FSMField(choices=[('draft', 'In Arbeit'), ('submitted', 'Abgegeben')], default='draft', max_length=50, protected=True, verbose_name='Stand')),
                ('version', models.PositiveIntegerField(default=1)),
                ('total', models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True)),
                ('started_at', models.DateTimeField(default=core.clock.now)),
                ('submitted_at', models.DateTimeField(blank=True, null=True)),
                ('assignment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='review', to='evaluation.assignment')),
            ],
            options={
                'verbose_name': 'Gutachten',
            },
        ),
        migrations.CreateModel(
            name='Reviewer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=core.models.random_key, editable=False, max_length=12, unique=True)),
                ('land', models.CharField(blank=True, max_length=2, verbose_name='Land')),
                ('capacity', models.PositiveSmallIntegerField(default=10, verbose_name='Höchstens Gutachten')),
                ('is_available', models.BooleanField(default=True, verbose_name='Verfügbar')),
                ('employer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('home', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='reviewer', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'Gutachterin oder Gutachter',
                'ordering': ['person__name', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='assignment',
            name='reviewer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='evaluation.reviewer'),
        ),
        migrations.CreateModel(
            name='ReviewerExpertise',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('topic_code', models.CharField(max_length=40)),
                ('level', models.PositiveSmallIntegerField(default=0)),
                ('reviewer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='expertise', to='evaluation.reviewer')),
            ],
        ),
        migrations.CreateModel(
            name='Score',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, verbose_name='Kriterium')),
                ('points', models.DecimalField(blank=True, decimal_places=1, max_digits=3, null=True, verbose_name='Punkte')),
                ('reason', models.TextField(blank=True, verbose_name='Begründung')),
                ('private_note', models.TextField(blank=True, verbose_name='Eigene Notiz')),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scores', to='evaluation.review')),
            ],
        ),
        migrations.CreateModel(
            name='DecisionShare',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14)),
                ('budget_year', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='programmes.budgetyear')),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shares', to='evaluation.fundingdecision')),
            ],
            options={
                'ordering': ['budget_year__year'],
                'constraints': [models.UniqueConstraint(fields=('decision', 'budget_year'), name='one_share_a_year'), models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='share_not_negative')],
            },
        ),
        migrations.AddConstraint(
            model_name='ranking',
            constraint=models.UniqueConstraint(fields=('call_version', 'number'), name='one_ranking_a_number'),
        ),
        migrations.AddConstraint(
            model_name='rankingplace',
            constraint=models.UniqueConstraint(fields=('ranking', 'candidacy'), name='one_place_a_ranking'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.UniqueConstraint(fields=('candidacy', 'reviewer'), name='one_assignment_a_pair'),
        ),
        migrations.AddConstraint(
            model_name='reviewerexpertise',
            constraint=models.UniqueConstraint(fields=('reviewer', 'topic_code'), name='one_expertise_a_topic'),
        ),
        migrations.AddConstraint(
            model_name='reviewerexpertise',
            constraint=models.CheckConstraint(condition=models.Q(('level__lte', 3)), name='expertise_up_to_three'),
        ),
        migrations.AddConstraint(
            model_name='score',
            constraint=models.UniqueConstraint(fields=('review', 'code'), name='one_score_a_criterion'),
        ),
    ]
