
import core.clock
import core.models
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0001_initial'),
        ('programmes', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReportRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=core.models.random_key, editable=False, max_length=12, unique=True)),
                ('created_at', models.DateTimeField(default=core.clock.now)),
                ('created_by_key', models.CharField(max_length=40)),
                ('call_version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='report_runs', to='programmes.callversion')),
                ('snapshot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.snapshot')),
            ],
            options={
                'verbose_name': 'Auswertungsbericht',
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='PreparedFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40)),
                ('content', models.JSONField()),
                ('computed_at', models.DateTimeField(default=core.clock.now)),
                ('call_version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='figures', to='programmes.callversion')),
            ],
            options={
                'ordering': ['code'],
                'constraints': [models.UniqueConstraint(fields=('call_version', 'code'), name='one_figure_a_code')],
            },
        ),
    ]
