"""A certificate authority for one test, and servers whose certificates it makes good or bad."""

import ssl
import warnings
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

PEM = serialization.Encoding.PEM


class Authority:
    """file: what a client has to trust."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _named("an authority")
        self.file = folder / "authority.pem"
        self.file.write_bytes(self._signed(self._name, self._key, is_authority=True))
        self._count = 0

    def server(
        self,
        name: str = "127.0.0.1",
        *,
        days: int = 2,
        since: int = -3,
        is_signed: bool = True,
        is_old: bool = False,
    ) -> ssl.SSLContext:
        """What a server speaks TLS with. days, since: of its life, counted from now.

        is_signed: False: by itself alone. is_old: it speaks nothing newer than TLS 1.1.
        """
        key = ec.generate_private_key(ec.SECP256R1())
        signer = self._key if is_signed else key
        data = self._signed(_named(name), key, signer=signer, name=name, days=days, since=since)
        self._count += 1
        file = self._folder / f"{self._count}.pem"
        form = serialization.PrivateFormat.PKCS8
        file.write_bytes(key.private_bytes(PEM, form, serialization.NoEncryption()) + data)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        if is_old:
            context.set_ciphers("DEFAULT@SECLEVEL=0")
            with warnings.catch_warnings(action="ignore"):  # that it is old is the point
                context.minimum_version = ssl.TLSVersion.TLSv1
                context.maximum_version = ssl.TLSVersion.TLSv1_1
        return context

    def _signed(
        self,
        subject: x509.Name,
        key: ec.EllipticCurvePrivateKey,
        *,
        signer: ec.EllipticCurvePrivateKey | None = None,
        name: str = "",
        days: int = 9,
        since: int = -3,
        is_authority: bool = False,
    ) -> bytes:
        now = datetime.now(UTC)
        is_own = signer is key
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(subject if is_own else self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now + timedelta(days=since))
            .not_valid_after(now + timedelta(days=days))
            .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        )
        if name:
            names = x509.SubjectAlternativeName([_general(name)])
            builder = builder.add_extension(names, critical=False)
        return builder.sign(signer or self._key, hashes.SHA256()).public_bytes(PEM)


def _named(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)
