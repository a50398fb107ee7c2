import django.db.models.deletion
from django.db import migrations, models

from samrit.apps.ground.insert_only import InsertOnly


class Migration(migrations.Migration):
    dependencies = [
        ("orgs", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Emblem",
            fields=[
                ("sha256", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("picture", models.BinaryField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name="AgencyFace",
            fields=[
                (
                    "root",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="face",
                        serialize=False,
                        to="orgs.unit",
                    ),
                ),
                ("colour", models.CharField(blank=True, max_length=6)),
                (
                    "digits",
                    models.CharField(
                        choices=[("printed", "ตามแบบ"), ("arabic", "เลขอารบิก"), ("thai", "เลขไทย")],
                        default="printed",
                        max_length=10,
                    ),
                ),
                (
                    "emblem",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.emblem",
                    ),
                ),
            ],
        ),
        InsertOnly("Emblem"),
    ]
