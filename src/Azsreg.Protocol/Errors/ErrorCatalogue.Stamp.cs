namespace Azsreg.Protocol;

public static partial class ErrorCatalogue
{
    /// <summary>The privileged endpoint does not answer.</summary>
    public static readonly ErrorEntry PrivilegedEndpointUnreachable = new(
        "AZR4001", FailureKind.Unreachable,
        "the privileged endpoint cannot be reached",
        "None of the addresses tried answers, or its certificate is not trusted.",
        "Check the name, the network and the port (5985 or 5986); try another of the three endpoints.", Retryable: true);

    /// <summary>The privileged endpoint refused the credential.</summary>
    public static readonly ErrorEntry CloudAdminRefused = new(
        "AZR4002", FailureKind.SignInOrRights,
        "the privileged endpoint refused the user name or password",
        "It wants the stamp's cloud administrator (DOMAIN\\CloudAdmin), not an account of Azure.",
        "Give the cloud administrator with --cloud-admin and its password when asked.");

    /// <summary>The stamp is too old.</summary>
    public static readonly ErrorEntry StampTooOld = new(
        "AZR4003", FailureKind.Failed,
        "the stamp is too old for this",
        "What was asked exists only from a later version of Azure Stack on.",
        "Update the stamp to the version named, or leave the option out.");

    /// <summary>The stamp runs another action.</summary>
    public static readonly ErrorEntry StampBusy = new(
        "AZR4004", FailureKind.Conflict,
        "another action is running on the stamp",
        "A stamp runs one action plan at a time.",
        "Wait until the action named has ended, then run the same command again.", Retryable: true);

    /// <summary>A command failed on the stamp.</summary>
    public static readonly ErrorEntry StampCommandFailed = new(
        "AZR4005", FailureKind.Failed,
        "a command failed on the stamp",
        "The privileged endpoint ran the command and reported an error; its own words are given.",
        "Follow the stamp's message; its transcript has the whole story.");

    /// <summary>No stamp of that name.</summary>
    public static readonly ErrorEntry StampUnknown = new(
        "AZR4006", FailureKind.NotFound,
        "no stamp of that name is known here",
        "The name is not among the stamps entered in this data folder.",
        "See them: azsreg stamp list; enter one: azsreg stamp add NAME --privileged-endpoint URL.");

    /// <summary>The admin ARM endpoint could not be read.</summary>
    public static readonly ErrorEntry StampAdminUnreachable = new(
        "AZR4007", FailureKind.Unreachable,
        "the stamp's administrator endpoint cannot be reached",
        "It does not answer, or its certificate is not trusted.",
        "Check the address entered: azsreg stamp list.", Retryable: true);

    /// <summary>A host did not tell its hardware.</summary>
    public static readonly ErrorEntry HardwareUnreadable = new(
        "AZR4008", FailureKind.Failed,
        "the stamp could not read the hardware of a host",
        "A registration token holds the hardware of every node, so each must answer.",
        "Bring the host named back, then run the same command again.", Retryable: true);

    /// <summary>The stamp could not make its service principal.</summary>
    public static readonly ErrorEntry BridgePrincipalRefused = new(
        "AZR4009", FailureKind.SignInOrRights,
        "the stamp could not make its service principal in the directory",
        "The signed-in user may not create applications there, or the stamp could not redeem the refresh token.",
        "Sign in as someone who may create applications in this directory, then run the same command again.");

    /// <summary>The answer breaks the protocol.</summary>
    public static readonly ErrorEntry RemotingProtocolBroken = new(
        "AZR4010", FailureKind.Failed,
        "the privileged endpoint answered in a way PowerShell remoting does not allow",
        "The address is not a PowerShell remoting endpoint, or the connection was cut in the middle.",
        "Check the address; if it is right, run the same command again.", Retryable: true);

    /// <summary>Another certificate than the trusted one.</summary>
    public static readonly ErrorEntry PrivilegedEndpointNotTrusted = new(
        "AZR4011", FailureKind.Unreachable,
        "the privileged endpoint's certificate is not trusted",
        "It is another one than the fingerprint entered with the stamp, or was made by an authority this machine does not know, is for another name, or has expired. No password was sent.",
        "Compare the fingerprint with the certificate on the stamp itself; only if it is the right one, enter it: azsreg stamp add NAME --privileged-endpoint URL --fingerprint HEX (or --ca-file FILE).");

    /// <summary>The way of signing in that was asked for is not offered.</summary>
    public static readonly ErrorEntry AuthenticationNotOffered = new(
        "AZR4012", FailureKind.Failed,
        "the privileged endpoint does not offer this way of signing in",
        "A service lists what it accepts. Basic is never used over plain HTTP, where it would send the password readable.",
        "Enter the stamp with what it offers: azsreg stamp add NAME --privileged-endpoint URL --authentication basic|negotiate|certificate; or switch it on at the stamp.");

    /// <summary>The client certificate is mapped to nobody.</summary>
    public static readonly ErrorEntry ClientCertificateRefused = new(
        "AZR4013", FailureKind.SignInOrRights,
        "the privileged endpoint refused the client certificate",
        "It is mapped to no account there, its issuer is not trusted there, it has expired, or it was refused too often in a minute.",
        "Have the certificate mapped on the stamp (a stamp of azsreg: stamp serve --client-certificates FILE), or sign in with a password.");

    /// <summary>The proxy did not connect.</summary>
    public static readonly ErrorEntry PrivilegedEndpointProxyRefused = new(
        "AZR4014", FailureKind.Unreachable,
        "the proxy does not let the connection to the privileged endpoint through",
        "The proxy of the stamp's entry, or of HTTPS_PROXY, answered the request for a connection with a refusal or wants a sign-in of its own.",
        "Name another proxy with azsreg stamp add … --proxy URL, let the stamp's address bypass it with NO_PROXY, or have the proxy allow its port.", Retryable: true);

    /// <summary>No OpenSSH here.</summary>
    public static readonly ErrorEntry SshMissing = new(
        "AZR4015", FailureKind.Failed,
        "a program of OpenSSH is missing on this machine",
        "A privileged endpoint over SSH is reached with the system's own ssh, and offered by its own sshd.",
        "Install it. Debian, Ubuntu: apt-get install openssh-client openssh-server; Fedora: dnf install openssh-clients openssh-server; Windows: the optional feature OpenSSH Client; macOS has it.");

    /// <summary>The host key is another one, or is not known.</summary>
    public static readonly ErrorEntry SshHostKeyRefused = new(
        "AZR4016", FailureKind.Unreachable,
        "the SSH host key is not the known one",
        "The host showed a key that is not known here, or another one than before: a new installation, or another machine in its place. Nothing was sent to it.",
        "Compare the key with the one on the host (ssh_host_ed25519_key.pub). Then enter it: azsreg stamp add NAME --privileged-endpoint ssh://… --ssh-host-key FILE; without such an entry, ssh asks for it at a terminal.");

    /// <summary>SSH did not let the user in.</summary>
    public static readonly ErrorEntry SshLoginRefused = new(
        "AZR4017", FailureKind.SignInOrRights,
        "the SSH server did not let the user in",
        "It knows none of the keys offered, or the user name is wrong. Without a terminal, or with --output json, ssh asks for no password or passphrase.",
        "Check the user in ssh://USER@HOST; name the key by azsreg stamp add --ssh-key FILE, or load it with ssh-add; the public key belongs into authorized_keys on the host.");

    /// <summary>The server has no such subsystem.</summary>
    public static readonly ErrorEntry SshSubsystemMissing = new(
        "AZR4018", FailureKind.NotFound,
        "the SSH server has no such subsystem",
        "The user was let in, but sshd_config has no line Subsystem with that name, or its command could not run.",
        "Name the subsystem in the address, as ssh://USER@HOST:PORT/PrivilegedEndpoint; on the host, add the line to sshd_config and restart sshd.");

    /// <summary>No stamp serves the folder.</summary>
    public static readonly ErrorEntry StampNotRunning = new(
        "AZR4019", FailureKind.Unreachable,
        "the stamp is not running",
        "Sessions over SSH are brought to the running stamp, and no process serves it.",
        "Start it on its machine: azsreg stamp serve NAME (or azsreg up); it must use the same --data folder.", Retryable: true);

    /// <summary>The stamp may not write where it was asked to.</summary>
    public static readonly ErrorEntry ExportRefused = new(
        "AZR4020", FailureKind.Usage,
        "the stamp may not write there",
        "What the privileged endpoint hands out goes to the stamp's export folder and nowhere else; a share's name is a folder in it.",
        "Name a share (\\\\server\\share), a folder relative to the export folder, or nothing for the export folder itself.");

    /// <summary>The stamp could not write what it was asked for.</summary>
    public static readonly ErrorEntry ExportFailed = new(
        "AZR4021", FailureKind.Failed,
        "the stamp could not write to its export folder",
        "The disk is full, or the stamp's account may not write there.",
        "Make room or give the right, then run the same command again; nothing was lost.", Retryable: true);

    /// <summary>A line is no command of a constrained session.</summary>
    public static readonly ErrorEntry LineNotUnderstood = new(
        "AZR4022", FailureKind.Usage,
        "the line is no command of a privileged endpoint",
        "A privileged endpoint knows commands with parameters and pipelines of them, and no scripts: no variables, expressions or blocks.",
        "Write it as COMMAND -Parameter value -Switch, values with blanks in quotes; \"help\" lists the commands.");
}
