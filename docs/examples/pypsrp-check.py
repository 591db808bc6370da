"""Talks to a privileged endpoint with the library pypsrp and checks what comes back.

    pypsrp-check.py HOST PORT CAFILE [USER]        the password is the first line of standard input

It runs against a stamp started by "azsreg up"; docs/privileged-endpoint.md says how. Each check prints a line; the exit code is
the number of checks that failed. Nothing on the stamp is changed but its transcripts, which Close-PrivilegedEndpoint hands out.
"""
import sys
import threading

from pypsrp.client import Client
from pypsrp.complex_objects import GenericComplexObject, ObjectMeta
from pypsrp.exceptions import AuthenticationError, WinRMError
from pypsrp.powershell import PowerShell, PSInvocationState, RunspacePool
from pypsrp.wsman import WSMan

CONFIGURATION = "PrivilegedEndpoint"
failed = 0


def check(name, passed, detail=""):
    global failed
    failed += 0 if passed else 1
    print(f"{'ok  ' if passed else 'FAIL'}  {name}{'' if passed else ': ' + str(detail)}", flush=True)


def open_wsman(host, port, ca, user, password):
    return WSMan(host, port=port, ssl=True, auth="basic", username=user, password=password, cert_validation=ca)


def command(pool, name, **parameters):
    shell = PowerShell(pool)
    shell.add_cmdlet(name)
    if parameters:
        shell.add_parameters(parameters)
    return shell


def check_commands(pool):
    shell = command(pool, "Get-AzureStackStampInformation")
    output = shell.invoke()
    check("a command without parameters", len(output) == 1 and not shell.had_errors)
    properties = output[0].adapted_properties | output[0].extended_properties
    check("its object has its properties", properties.get("StampVersion", "").count(".") == 3, properties)

    shell = PowerShell(pool)
    shell.add_cmdlet("Get-Command").add_cmdlet("Select-Object").add_parameter("Property", ["Name"]).add_parameter("First", 3)
    check("a pipeline of two commands", len(shell.invoke()) == 3)

    shell = PowerShell(pool)
    shell.add_cmdlet("Get-Command").add_argument("Test-AzureStack").add_parameter("Syntax", True)
    check("an argument by position, a switch", "Test-AzureStack" in shell.invoke()[0])

    shell = PowerShell(pool)
    shell.add_cmdlet("Get-AzureStackStampInformation").add_statement().add_cmdlet("Get-Command").add_parameter("TotalCount", "2")
    check("two statements, text converted to a number", len(shell.invoke()) == 3)


def check_errors(pool):
    shell = command(pool, "Get-Command", Name=["Get-Nothing", "Test-AzureStack"])
    output = shell.invoke()
    check(
        "an error that does not end the command",
        len(output) == 1 and shell.state == PSInvocationState.COMPLETED
        and [record.fq_error.split(",")[0] for record in shell.streams.error] == ["CommandNotFoundException"],
        shell.streams.error)

    for name, parameters, wanted in (
        ("Get-Process", {}, "CommandNotFoundException"),
        ("New-RegistrationToken", {"Nope": 1}, "NamedParameterNotFound,New-RegistrationToken"),
        ("New-RegistrationToken", {"BillingModel": "Nope"}, "ParameterArgumentValidationError,New-RegistrationToken"),
        ("Get-Command", {"TotalCount": "many"}, "ParameterArgumentTransformationError,Get-Command"),
    ):
        shell = command(pool, name, **parameters)
        shell.invoke()
        found = [record.fq_error for record in shell.streams.error]
        check(f"{wanted}", shell.state == PSInvocationState.FAILED and wanted in found, (shell.state, found))

    shell = PowerShell(pool)
    shell.add_script("$x = 1; Get-Process")
    shell.invoke()
    check("a script is refused", [record.fq_error for record in shell.streams.error] == ["ScriptsNotAllowed"], shell.streams.error)


def check_streams(pool):
    shell = command(pool, "Test-AzureStack", Group="Registration")
    output = shell.invoke()
    check("Test-AzureStack returns a truth value", output in ([True], [False]), output)
    check("information records", any("AzsRegistrationHosts" in str(record.message_data) for record in shell.streams.information))
    check("progress records", len(shell.streams.progress) > 2 and shell.streams.progress[0].activity == "Test-AzureStack")

    shell = command(pool, "Test-AzureStack", DetailedResults=True)
    check("results as objects", len(shell.invoke()) > 5)


def check_sizes(pool):
    large = "".join(chr(0x41 + i % 57) for i in range(3_000_000))
    shell = command(pool, "Select-Object", InputObject=large)
    check("three million characters as a parameter and back", shell.invoke() == [large])

    shell = PowerShell(pool)
    shell.add_cmdlet("Out-Default")
    items = [f"{i:05d}" + "x" * 500 for i in range(3_000)]
    check("three thousand objects through the pipeline and back", shell.invoke(input=items) == items)

    nested = {"list": list(range(2_000)), "inner": {"text": "\u00e4\u20ac\U0001f600\x01_x0041_", "flag": True}}
    shell = command(pool, "Select-Object", InputObject=nested)
    output = shell.invoke()
    check("a dictionary with lists and odd characters", output == [nested], str(output)[:200])


def check_input(pool):
    shell = PowerShell(pool)
    shell.add_cmdlet("Measure-Object").add_parameter("Sum", True)
    shell.begin_invoke(input=(number for number in range(1, 101)))
    while shell.state == PSInvocationState.RUNNING:
        shell.poll_invoke()
    output = shell.end_invoke()
    properties = output[0].adapted_properties | output[0].extended_properties
    check("input from a generator, polled", properties.get("Sum") == 5050.0 and properties.get("Count") == 100, properties)

    shell = command(pool, "Get-AzureStackStampInformation")
    shell.begin_invoke()
    shell.stop()
    check("stop", shell.state in (PSInvocationState.STOPPED, PSInvocationState.COMPLETED), shell.state)
    check("the session goes on after it", len(command(pool, "Get-AzureStackStampInformation").invoke()) == 1)


def check_jobs(pool):
    job = command(pool, "Test-AzureStack", AsJob=True).invoke()[0]
    number = job.extended_properties["Id"]
    command(pool, "Wait-Job", Id=number, Timeout=60).invoke()
    check("a job's result", command(pool, "Receive-Job", Id=number).invoke() in ([True], [False]))
    command(pool, "Remove-Job", Id=number).invoke()
    check("a job is removed", command(pool, "Get-Job").invoke() == [])


def check_metadata(pool):
    names = {info.name: info for info in (data for data in pool.get_command_metadata(["New-*", "Out-Default"]) if getattr(data, "name", None))}
    check("command metadata, as Import-PSSession asks for it", {"New-RegistrationToken", "Out-Default"} <= set(names), names)


def check_secrets(pool):
    pool.exchange_keys()
    secret = pool.serialize("a password", ObjectMeta("SS"))
    credential = GenericComplexObject()
    credential.types = ["System.Management.Automation.PSCredential", "System.Object"]
    credential.adapted_properties = {"UserName": "fileserver\\operator", "Password": secret}
    shell = command(pool, "Close-PrivilegedEndpoint", TranscriptsPathDestination="\\\\fileserver\\transcripts", Credential=credential)
    output = shell.invoke()
    check("session key, credential and Close-PrivilegedEndpoint", len(output) == 1 and not shell.had_errors, shell.streams.error)


def check_pools(wsman):
    results = []

    def run(index):
        with open_wsman(*wsman) as connection, RunspacePool(connection, configuration_name=CONFIGURATION, max_runspaces=2) as pool:
            for _ in range(5):
                results.append((index, len(command(pool, "Get-AzureStackStampInformation").invoke())))

    threads = [threading.Thread(target=run, args=(index,)) for index in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    check("six pools at once", len(results) == 30 and all(count == 1 for _, count in results), len(results))


def check_runspaces(pool):
    pool.max_runspaces = 4
    check("more runspaces", pool.max_runspaces == 4 and pool.get_available_runspaces() == 4, pool.get_available_runspaces())
    shells = [command(pool, "Get-AzureStackStampInformation") for _ in range(3)]
    for shell in shells:
        shell.begin_invoke()
    for shell in shells:
        while shell.state == PSInvocationState.RUNNING:
            shell.poll_invoke()
    check("three pipelines of one pool at once", all(len(shell.end_invoke()) == 1 for shell in shells))


def check_refusals(host, port, ca, user, password):
    with Client(host, port=port, ssl=True, auth="basic", username=user, password=password, cert_validation=ca) as client:
        output, streams, had_errors = client.execute_ps("Get-AzureStackStampInformation", configuration_name=CONFIGURATION)
        found = [record.fq_error for record in streams.error]
        # It wraps the script in Invoke-Expression, which no constrained endpoint shows.
        check("Client.execute_ps is refused", had_errors and found == ["CommandNotFoundException"], (output, found))
        try:
            client.execute_ps("Get-Date")
            check("another session configuration is refused", False)
        except WinRMError as error:
            check("another session configuration is refused", True, error)
    try:
        with open_wsman(host, port, ca, user, password + "?") as connection, RunspacePool(connection, configuration_name=CONFIGURATION):
            check("a wrong password is refused", False)
    except AuthenticationError:
        check("a wrong password is refused", True)


def main():
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    host, port, ca = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    user = sys.argv[4] if len(sys.argv) == 5 else "AZURESTACK\\CloudAdmin"
    password = sys.stdin.readline().rstrip("\n")
    wsman = (host, port, ca, user, password)
    with open_wsman(*wsman) as connection, RunspacePool(connection, configuration_name=CONFIGURATION) as pool:
        for part in (check_commands, check_errors, check_streams, check_sizes, check_input, check_jobs, check_runspaces, check_metadata, check_secrets):
            try:
                part(pool)
            except Exception as error:  # a check that breaks is a failed check, and the others still run
                check(part.__name__, False, repr(error))
    check_pools(wsman)
    check_refusals(*wsman)
    print(f"{failed} failed" if failed else "all checks passed")
    return failed


if __name__ == "__main__":
    sys.exit(main())
