using Azsreg.Protocol;
using Azsreg.Remoting;
using Azsreg.Remoting.Server;
using Azsreg.Stamp.Access;

namespace Azsreg.Stamp.PrivilegedEndpoint;

/// <summary><c>Close-PrivilegedEndpoint</c>: hands the transcripts out, as the documented end of a session.</summary>
internal sealed class TranscriptCommands(TranscriptFiles transcripts, ExportFolder exports, StampAccess access, AuditLog audit) : ICommandGroup
{
    public IEnumerable<ConstrainedCommand> Commands()
    {
        yield return new("Close-PrivilegedEndpoint", PrivilegedEndpointCommands.Guarded(CloseAsync))
        {
            Description = "Hands the transcripts of this and of ended sessions out. Those of ended sessions are removed from the stamp; this session's is handed out again by the next close.",
            Parameters =
            [
                new("TranscriptsPathDestination", typeof(string)) { Position = 0, Description = "Share or folder; a place in the stamp's export folder." },
                new("Credential", typeof(RemoteCredential)) { Position = 1, Description = "Accepted and not needed: the export folder is the stamp's own." },
            ],
            OutputTypes = ["PrivilegedEndpointTranscripts"],
        };
    }

    private async Task CloseAsync(CommandInvocation run, StampCaller caller, CancellationToken cancellationToken)
    {
        await access.DemandAsync(caller, StampActions.CloseEndpoint, cancellationToken: cancellationToken);
        var destination = exports.Resolve(run.Get<string>("TranscriptsPathDestination"));
        try
        {
            var (files, kept) = await transcripts.ShipAsync(destination, cancellationToken);
            await audit.WriteAsync(caller, StampActions.CloseEndpoint, destination, "Succeeded", $"{files.Count} transcripts", cancellationToken);
            run.WriteObject(new RemoteObject("PrivilegedEndpointTranscripts")
            {
                ["Destination"] = destination,
                ["Transcripts"] = files.ToList<object?>(),
                ["StillOpen"] = kept,
            });
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure("ExportFailed", ErrorCatalogue.ExportFailed, failure.Message, failure);
        }
    }
}
