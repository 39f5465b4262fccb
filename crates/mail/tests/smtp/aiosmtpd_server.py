"""A mail server for tests: prints its port, and then each mail that it takes, as one line of JSON."""

import argparse
import asyncio
import email
import email.policy
import json
import ssl

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

arguments = argparse.ArgumentParser()
arguments.add_argument("--port", type=int, default=0)
arguments.add_argument("--certificate")
arguments.add_argument("--key")
arguments.add_argument("--tls", choices=["none", "starttls", "implicit"], default="none")
arguments.add_argument("--user")
arguments.add_argument("--password")
arguments.add_argument("--answer-recipient")
arguments.add_argument("--answer-data")
arguments = arguments.parse_args()


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if arguments.answer_recipient:
            return f"{arguments.answer_recipient} <{address}> is refused"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if arguments.answer_data:
            return f"{arguments.answer_data} no mail today"
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        print(
            json.dumps(
                {
                    "from": envelope.mail_from,
                    "to": envelope.rcpt_tos,
                    "tls": session.ssl is not None or arguments.tls == "implicit",
                    "authenticated": session.authenticated,
                    "headers": {name: str(value) for name, value in message.items()},
                    "text": message.get_body(["plain"]).get_content(),
                    "html": message.get_body(["html"]).get_content(),
                    "defects": [str(defect) for part in message.walk() for defect in part.defects],
                }
            ),
            flush=True,
        )
        return "250 OK"


def authenticate(server, session, envelope, mechanism, data):
    matches = isinstance(data, LoginPassword) and (data.login.decode(), data.password.decode()) == (
        arguments.user,
        arguments.password,
    )
    # Not handled: the server answers a wrong password itself, and the client does not wait for nothing.
    return AuthResult(success=matches, handled=False)


def context():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(arguments.certificate, arguments.key)
    return context


def protocol():
    return SMTP(
        Handler(),
        hostname="mail.test",
        enable_SMTPUTF8=True,
        tls_context=context() if arguments.tls == "starttls" else None,
        require_starttls=arguments.tls == "starttls",
        authenticator=authenticate if arguments.user else None,
        auth_required=arguments.user is not None,
        auth_require_tls=arguments.tls == "starttls",
    )


async def serve():
    loop = asyncio.get_running_loop()
    tls = context() if arguments.tls == "implicit" else None
    server = await loop.create_server(protocol, "127.0.0.1", arguments.port, ssl=tls)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(serve())
