using Azsreg.Protocol;
using Azsreg.Remoting;
using Azsreg.Remoting.Client;

namespace Azsreg.Operator.Stamps;

/// <summary>
/// Opens sessions with privileged endpoints through the system's <c>ssh</c>. The SSH server has signed the person in, so no password of the cloud
/// administrator is asked for. First nothing is asked at all: keys and agent do. Only what a person can answer is tried a second time, with
/// ssh's own questions at the terminal.
/// </summary>
internal static class SshSessions
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Includes the time a person needs to find their password.</summary>
    private static readonly TimeSpan PatienceWithPerson = TimeSpan.FromMinutes(5);

    /// <summary>How long ssh may take to end and say why, once its session has.</summary>
    private static readonly TimeSpan ExitPatience = TimeSpan.FromSeconds(5);

    /// <exception cref="CataloguedException">No session could be opened: AZR4001, AZR4010, AZR4015 to AZR4019.</exception>
    public static async Task<PrivilegedEndpointSession> OpenAsync(
        PrivilegedEndpointAddress address, CloudAdminCredential credential, SshKnownHosts? knownHosts, TimeProvider clock, CancellationToken cancellationToken)
    {
        var keyFile = address.Stamp?.SshKeyFile;
        if (keyFile is not null && !File.Exists(keyFile))
            throw new CataloguedException(ErrorCatalogue.SshLoginRefused, $"{address.Url.AbsoluteUri}: the key '{keyFile}' entered for {address.Name} does not exist.");
        var (session, failure, errors) = await TryAsync(address, keyFile, knownHosts, mayAsk: false, clock, cancellationToken);
        if (session is null && credential.BeforeAsking is not null && SshFailure.CanBeAnswered(failure!, errors))
        {
            using var quiet = credential.BeforeAsking();
            (session, failure, _) = await TryAsync(address, keyFile, knownHosts, mayAsk: true, clock, cancellationToken);
        }

        return session ?? throw failure!;
    }

    private static async Task<(PrivilegedEndpointSession? Session, CataloguedException? Failure, string Errors)> TryAsync(
        PrivilegedEndpointAddress address, string? keyFile, SshKnownHosts? knownHosts, bool mayAsk, TimeProvider clock, CancellationToken cancellationToken)
    {
        var ssh = SshProcess.Start(SshAddress.Of(address.Url), keyFile, knownHosts, mayAsk);
        var own = ssh;
        try
        {
            var connection = new RemotingStreamConnection
            {
                PeerName = address.Url.AbsoluteUri, Clock = clock, OpenTimeout = mayAsk ? PatienceWithPerson : Patience,
            };
            var session = new PrivilegedEndpointSession(address, await RemotingClient.OpenAsync(ssh.Output, ssh.Input, connection, cancellationToken), ssh);
            own = null;
            return (session, null, "");
        }
        catch (RemotingException exception)
        {
            var (exitCode, errors) = await WhyAsync(ssh, clock, cancellationToken);
            // Whoever answers in another protocol, and says nothing of a failure, is no such endpoint.
            var failure = exception is RemotingProtocolException && exitCode != 255 && !errors.Contains("AZR", StringComparison.Ordinal)
                && !exception.Message.Contains("AZR", StringComparison.Ordinal)
                ? new CataloguedException(ErrorCatalogue.RemotingProtocolBroken, $"{address.Url.AbsoluteUri}: {exception.Message}", inner: exception)
                : SshFailure.Of(address.Url, exitCode, errors, exception.Message, exception);
            return (null, failure, errors);
        }
        finally
        {
            // Still ours only where no session took it.
            own?.Dispose();
        }
    }

    private static async Task<(int? ExitCode, string Errors)> WhyAsync(SshProcess ssh, TimeProvider clock, CancellationToken cancellationToken)
    {
        try
        {
            return await ssh.ExitAsync(cancellationToken).WaitAsync(ExitPatience, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            return (null, "");
        }
    }
}
