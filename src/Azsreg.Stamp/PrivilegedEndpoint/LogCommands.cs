using Azsreg.Protocol;
using Azsreg.Remoting;
using Azsreg.Remoting.Server;
using Azsreg.Stamp.Access;

namespace Azsreg.Stamp.PrivilegedEndpoint;

/// <summary><c>Get-AzureStackLog</c>: what the stamp knows of registration, bridge and privileged endpoint, as one archive without secrets.</summary>
internal sealed class LogCommands(StampLogs logs, ExportFolder exports, StampAccess access, AuditLog audit, TimeProvider clock) : ICommandGroup
{
    /// <summary>What is collected where no time is given, as the real command does.</summary>
    private static readonly TimeSpan UsualSpan = TimeSpan.FromHours(4);

    public IEnumerable<ConstrainedCommand> Commands()
    {
        yield return new("Get-AzureStackLog", PrivilegedEndpointCommands.Guarded(CollectAsync))
        {
            Description = "Writes an archive of this stamp's registration, bridge and privileged endpoint logs, without secrets. Without dates: the last four hours.",
            Parameters =
            [
                new("FilterByRole", typeof(string[])) { ValidateSet = StampLogs.Roles, Description = "Only these roles: " + string.Join(", ", StampLogs.Roles) + "." },
                new("FromDate", typeof(DateTime?)) { Description = "From when on (UTC where it says no zone)." },
                new("ToDate", typeof(DateTime?)) { Description = "Until when; now where left out." },
                new("OutputPath", typeof(string)) { Description = "Folder of the archive, below the stamp's export folder." },
                new("OutputSharePath", typeof(string)) { Description = "Share for the archive; a place in the stamp's export folder." },
                new("OutputShareCredential", typeof(RemoteCredential)) { Description = "Accepted and not needed: the export folder is the stamp's own." },
            ],
            OutputTypes = ["AzureStackLog"],
        };
    }

    private async Task CollectAsync(CommandInvocation run, StampCaller caller, CancellationToken cancellationToken)
    {
        await access.DemandAsync(caller, StampActions.ReadLogs, cancellationToken: cancellationToken);
        var (path, share) = (run.Get<string>("OutputPath"), run.Get<string>("OutputSharePath"));
        if (!string.IsNullOrWhiteSpace(path) && !string.IsNullOrWhiteSpace(share))
            throw new CommandFailure("OutputGivenTwice", "Cannot write the archive: give -OutputPath or -OutputSharePath, not both.");
        var to = Time(run.Get<DateTime?>("ToDate")) ?? clock.GetUtcNow();
        var from = Time(run.Get<DateTime?>("FromDate")) ?? to - UsualSpan;
        if (from > to)
            throw new CommandFailure("DatesReversed", $"Cannot collect logs: -FromDate {from:u} is later than -ToDate {to:u}.");
        IReadOnlyList<string> roles = run.Get<string[]>("FilterByRole") is { Length: > 0 } given
            ? [.. StampLogs.Roles.Where(role => given.Contains(role, StringComparer.OrdinalIgnoreCase))]
            : StampLogs.Roles;
        var destination = exports.Resolve(string.IsNullOrWhiteSpace(share) ? path : share);
        try
        {
            var archive = await logs.CollectAsync(
                destination, roles, from, to,
                (role, percent) => run.WriteProgress(new RemoteProgress("Get-AzureStackLog", $"Collecting {role}") { PercentComplete = percent }),
                cancellationToken);
            run.WriteProgress(new RemoteProgress("Get-AzureStackLog", "Done") { PercentComplete = 100, IsCompleted = true });
            if (archive.IsCut)
                run.WriteWarning($"The archive is cut at {StampLogs.LargestArchive / 1024 / 1024} MiB of text; ask for a shorter time or fewer roles.");
            await audit.WriteAsync(caller, StampActions.ReadLogs, archive.Path, "Succeeded", string.Join(", ", roles), cancellationToken);
            run.WriteObject(new RemoteObject("AzureStackLog")
            {
                ["Path"] = archive.Path,
                ["SizeInBytes"] = archive.Size,
                ["Sha256"] = archive.Sha256,
                ["Files"] = archive.Files,
                ["Roles"] = roles.ToList<object?>(),
                ["FromDate"] = from.UtcDateTime,
                ["ToDate"] = to.UtcDateTime,
            });
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure("ExportFailed", ErrorCatalogue.ExportFailed, failure.Message, failure);
        }
    }

    private static DateTimeOffset? Time(DateTime? given) => given switch
    {
        null => null,
        { Kind: DateTimeKind.Unspecified } time => new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)),
        { } time => new DateTimeOffset(time.ToUniversalTime()),
    };
}
