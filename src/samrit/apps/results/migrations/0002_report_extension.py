import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("results", "0001_initial"),
        ("rounds", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="report",
            name="extension",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="rounds.extension",
            ),
        ),
    ]
