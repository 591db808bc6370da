using Azsreg.Remoting.Server;

namespace Azsreg.Remoting.Tests.Support;

/// <summary>The commands tests call.</summary>
internal static class TestCommands
{
    public static ConstrainedEndpoint Endpoint { get; } = new("PrivilegedEndpoint",
    [
        new("New-Thing", (invocation, _) =>
        {
            invocation.WriteObject(new RemoteObject("Thing")
            {
                ["A"] = invocation.Get<int>("A"),
                ["B"] = invocation.Get<string>("B"),
                ["Force"] = invocation.Get<bool>("Force"),
                ["List"] = invocation.Get<string[]>("List"),
                ["Table"] = invocation.Get<IReadOnlyDictionary<string, object?>>("Table")?.ToDictionary(),
            });
            return Task.CompletedTask;
        })
        {
            Description = "Makes a thing.",
            Parameters =
            [
                new("A", typeof(int)) { Position = 0 },
                new("B", typeof(string)) { Position = 1, Aliases = ["Bee"] },
                new("Table", typeof(IReadOnlyDictionary<string, object?>)),
                new("List", typeof(string[])),
                ConstrainedParameter.Switch("Force"),
            ],
        },
        new("Set-Choice", (invocation, _) =>
        {
            invocation.WriteObject(invocation.Get<string>("S"));
            return Task.CompletedTask;
        })
        {
            Parameters = [new("S", typeof(string)) { IsMandatory = true, ValidateSet = ["alpha", "beta"] }],
        },
        new("Show-Secret", (invocation, _) =>
        {
            invocation.WriteObject(invocation.Get<SecureText>("Secret")?.Reveal().Length);
            invocation.WriteObject(invocation.Get<RemoteCredential>("Credential")?.UserName);
            invocation.WriteObject(new SecureText("from the server"));
            return Task.CompletedTask;
        })
        {
            Parameters =
            [
                new("Secret", typeof(SecureText)), new("Credential", typeof(RemoteCredential)),
                new("Token", typeof(string)) { IsSecret = true }, new("Number", typeof(int)) { IsSecret = true },
            ],
        },
        new("Write-Streams", (invocation, _) =>
        {
            invocation.WriteObject("first");
            invocation.WriteWarning("a warning");
            invocation.WriteVerbose("a detail");
            invocation.WriteDebug("a trace");
            invocation.WriteInformation("a note", "PSHOST");
            invocation.WriteProgress(new RemoteProgress("work", "half") { PercentComplete = 50 });
            invocation.WriteError(new RemoteError("not so good", "NotSoGood") { Category = RemoteErrorCategory.ObjectNotFound, TargetName = "thing" });
            invocation.WriteObject("last");
            return Task.CompletedTask;
        }),
        new("Stop-Badly", (_, _) => throw new CommandFailedException(
            new RemoteError("it is over", "ItIsOver") { Category = RemoteErrorCategory.InvalidOperation, RecommendedAction = "try another day" })),
        new("Invoke-Bug", (_, _) => throw new InvalidOperationException("internal detail")),
        new("Wait-Forever", (invocation, cancellationToken) =>
        {
            invocation.WriteObject("waiting");
            return Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }),
        new("Write-Much", (invocation, _) =>
        {
            for (var i = 0; i < invocation.Get<int>("Count"); i++) invocation.WriteObject(new string('x', invocation.Get<int>("Size")));
            return Task.CompletedTask;
        })
        {
            Parameters = [new("Count", typeof(int)) { DefaultValue = 1 }, new("Size", typeof(int)) { DefaultValue = 1 }],
        },
        new("Echo-Input", (invocation, _) =>
        {
            foreach (var item in invocation.Input) invocation.WriteObject(item);
            return Task.CompletedTask;
        }),
        new("Add-Count", (invocation, _) =>
        {
            invocation.WriteObject(invocation.SessionState.AddOrUpdate("count", 1, (_, count) => (int)count! + 1));
            return Task.CompletedTask;
        }),
    ]);
}
