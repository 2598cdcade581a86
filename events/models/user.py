"""Staff of a community: who may sign in, and what each may do there."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils import timezone


class UserManager(BaseUserManager):
    def get_by_natural_key(self, username):
        return self.get(email__iexact=username)

    def create_user(self, email, password=None, **fields):
        """A user with a lower-case address; without a password nobody can sign in until one is set."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        """The operator of the installation."""
        return self.create_user(email, password, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in by e-mail. `is_superuser` is the operator; everything else comes from memberships."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    def __str__(self):
        return self.name or self.email

    @property
    def is_operator(self):
        return self.is_active and self.is_superuser

    @property
    def is_staff(self):
        """The framework's admin is the operator's alone."""
        return self.is_operator

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name or self.email


class Role(models.TextChoices):
    READER = "reader", "Reader"
    LEAD = "lead", "Lead"
    COORDINATOR = "coordinator", "Coordinator"
    ADMINISTRATOR = "administrator", "Community administrator"


class MembershipQuerySet(models.QuerySet):
    def active(self):
        return self.filter(user__is_active=True)


class Membership(models.Model):
    """One person's role in one community. A lead is bound to the kinds of visitor of one service."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    community = models.ForeignKey("events.Community", models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=16, choices=Role)
    service = models.CharField(max_length=40, blank=True, help_text="A lead's service, such as police")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "community"], name="one_membership_per_community"),
            models.CheckConstraint(
                condition=~Q(role=Role.LEAD) | ~Q(service=""),
                name="a_lead_has_a_service",
                violation_error_message="Choose the service this lead plans for",
            ),
        ]

    def __str__(self):
        return f"{self.user}, {self.get_role_display()} of {self.community}"
