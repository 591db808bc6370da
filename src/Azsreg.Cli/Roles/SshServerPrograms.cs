using Azsreg.Operator.Stamps;
using Azsreg.Protocol;

namespace Azsreg.Cli.Roles;

/// <summary>The programs of OpenSSH that <c>up --ssh</c> needs.</summary>
/// <param name="Server"><c>sshd</c>, which wants to be called by its absolute path.</param>
/// <param name="KeyMaker"><c>ssh-keygen</c>.</param>
internal sealed record SshServerPrograms(string Server, string KeyMaker)
{
    /// <exception cref="CataloguedException">One is missing (AZR4015), or this is Windows (AZR1001).</exception>
    public static SshServerPrograms Find() => OperatingSystem.IsWindows()
        ? throw new CataloguedException(ErrorCatalogue.InvalidOption, "--ssh is for Linux and macOS: on Windows, a stamp offers no socket that an SSH server could lead to.")
        : new SshServerPrograms(SshPrograms.Find("sshd"), SshPrograms.Find("ssh-keygen"));
}
