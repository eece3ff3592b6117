
import core.clock
import core.models
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('core', '0001_initial'),
        ('evaluation', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Award',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=core.models.random_key, editable=False, max_length=12, unique=True)),
                ('funding_code', models.CharField(max_length=40, unique=True, verbose_name='Förderkennzeichen')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='Zuwendung')),
                ('eligible_amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='Zuwendungsfähig')),
                ('rate', models.DecimalField(decimal_places=6, max_digits=7, verbose_name='Fördersatz')),
                ('starts_on', models.DateField(verbose_name='Bewilligungszeitraum von')),
                ('ends_on', models.DateField(verbose_name='bis')),
                ('general_conditions', models.CharField(max_length=120, verbose_name='Allgemeine Nebenbestimmungen')),
                ('created_at', models.DateTimeField(default=core.clock.now)),
                ('decision', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='award', to='evaluation.fundingdecision')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='awards', to='accounts.organisation')),
            ],
            options={
                'verbose_name': 'Zuwendung',
                'ordering': ['-created_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='AwardNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=core.models.random_key, editable=False, max_length=12, unique=True)),
                ('number', models.PositiveSmallIntegerField(default=1)),
                ('sent_on', models.DateField(verbose_name='Abgesandt')),
                ('notified_on', models.DateField(verbose_name='Bekanntgegeben')),
                ('remedy_until', models.DateField(verbose_name='Rechtsbehelf bis')),
                ('final_on', models.DateField(verbose_name='Bestandskräftig am')),
                ('award', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='awards.award')),
                ('snapshot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.snapshot')),
            ],
            options={
                'verbose_name': 'Zuwendungsbescheid',
                'constraints': [models.UniqueConstraint(fields=('award', 'number'), name='one_notice_a_number')],
            },
        ),
    ]
