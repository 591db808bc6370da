using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Azsreg.Remoting.Server;
using Microsoft.Extensions.Logging;

namespace Azsreg.Remoting.WsMan;

/// <summary>The WS-Management service (MS-WSMV §3.1.4.1, §3.1.4.5 to 3.1.4.17), apart from HTTP: an envelope in, an envelope out.</summary>
internal sealed partial class WsManService : IAsyncDisposable
{
    private static readonly TimeSpan ReapEvery = TimeSpan.FromSeconds(30);

    private readonly RemotingServerOptions options;
    private readonly ILogger logger;
    private readonly FrozenDictionary<string, CommandTable> configurations;
    private readonly ConcurrentDictionary<string, WsManShell> shells = new(StringComparer.OrdinalIgnoreCase);
    private readonly OutputBudget budget;
    private readonly ITimer reaper;
    private readonly TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int shellCount;
    private int stopping;

    public WsManService(RemotingServerOptions options)
    {
        this.options = options;
        logger = options.Loggers.CreateLogger("Azsreg.Remoting.Server");
        configurations = options.Endpoints.ToFrozenDictionary(
            endpoint => endpoint.Name, endpoint => new CommandTable(endpoint), StringComparer.OrdinalIgnoreCase);
        SignIns = new SignInGate(options);
        budget = new OutputBudget(options.MaxWaitingOutputOfAll);
        reaper = options.Clock.CreateTimer(_ => Reap(), null, ReapEvery, ReapEvery);
    }

    public SignInGate SignIns { get; }

    public int MaxEnvelopeSize => options.MaxEnvelopeSize;

    public int ShellCount => shells.Count;

    public TimeProvider Clock => options.Clock;

    /// <summary>True while a request of any session is under way.</summary>
    public bool HasWaitingRequests => shells.Values.Any(shell => shell.IsInUse);

    /// <summary>Answers one request of a signed-in client.</summary>
    /// <exception cref="WsManFault">It is refused.</exception>
    public async Task<string> HandleAsync(SoapDocument request, RemoteIdentity identity, CancellationToken cancellationToken)
    {
        if (request.Action == WsManNames.ActionCreate) return Create(request, identity);
        var action = request.Action ?? throw WsManFault.Invalid("The request has no action.");
        if (action is WsManNames.ActionConnect or WsManNames.ActionDisconnect or WsManNames.ActionReconnect) throw WsManFault.CannotDisconnect();
        if (action is not (WsManNames.ActionReceive or WsManNames.ActionCommand or WsManNames.ActionSend or WsManNames.ActionSignal or WsManNames.ActionDelete))
            throw WsManFault.NotSupported(action.Length < 200 ? action : "requested");
        var shell = Find(request, identity);
        using var usage = shell.Use();
        try
        {
            return action switch
            {
                WsManNames.ActionReceive => await ReceiveAsync(request, shell, cancellationToken),
                WsManNames.ActionCommand => Command(request, shell),
                WsManNames.ActionSend => Send(request, shell),
                WsManNames.ActionSignal => Signal(request, shell),
                _ => await DeleteAsync(request, shell),
            };
        }
        catch (RemotingProtocolException e)
        {
            Log.Broken(logger, shell.Pool.Session.Id, e.Message);
            await CloseAsync(shell);
            throw WsManFault.Invalid(e.Message);
        }
    }

    /// <summary>Begins <see cref="StopAsync"/> without waiting for it.</summary>
    public void BeginStop() => _ = StopAsync();

    public async Task StopAsync()
    {
        if (Interlocked.Exchange(ref stopping, 1) == 0)
        {
            await Task.WhenAll(shells.Values.Select(CloseAsync));
            stopped.TrySetResult();
        }
        await stopped.Task;
    }

    public async ValueTask DisposeAsync()
    {
        await reaper.DisposeAsync();
        await StopAsync();
        SignIns.Dispose();
    }

    private string Create(SoapDocument request, RemoteIdentity identity)
    {
        if (Volatile.Read(ref stopping) != 0) throw WsManFault.Aborted();
        var resource = request.ResourceUri ?? "";
        var name = resource.StartsWith(WsManNames.ResourcePrefix, StringComparison.OrdinalIgnoreCase) ? resource[WsManNames.ResourcePrefix.Length..] : "";
        if (!configurations.TryGetValue(name, out var commands)) throw WsManFault.UnknownConfiguration(name.Length is > 0 and < 100 ? name : "requested");
        var body = request.Body.Element(WsManNames.Shell + "Shell") ?? throw WsManFault.Invalid("There is no Shell in the body.");
        var opening = Payload(body.Element(WsManNames.PowerShell + "creationXml") ?? throw WsManFault.Invalid("There is no creationXml in the shell."));
        var sessionId = Guid.TryParse(body.Attribute("ShellId")?.Value, out var asked) && !shells.ContainsKey(Text(asked))
            ? asked
            : Guid.CreateVersion7(options.Clock.GetUtcNow());
        var idle = Duration(body.Element(WsManNames.Shell + "IdleTimeOut")?.Value) ?? options.DefaultIdleTimeout;
        idle = idle < ReapEvery ? ReapEvery : idle > options.MaxIdleTimeout ? options.MaxIdleTimeout : idle;
        var maxFragment = WsManRequest.MaxFragment(ClientEnvelope(request));
        if (Interlocked.Increment(ref shellCount) > options.MaxSessions)
        {
            Interlocked.Decrement(ref shellCount);
            throw WsManFault.TooManyShells();
        }
        WsManShell shell;
        try
        {
            shell = new WsManShell(
                Text(sessionId), name, idle, maxFragment, new ServerSessionInfo(sessionId, identity, commands, options.Clock), options, budget, logger);
            if (!shells.TryAdd(shell.ShellId, shell)) throw WsManFault.Invalid("The shell identifier is in use.");
        }
        catch
        {
            Interlocked.Decrement(ref shellCount);
            throw;
        }
        try
        {
            shell.Pool.Accept(opening);
        }
        catch (RemotingProtocolException e)
        {
            Log.Broken(logger, sessionId, e.Message);
            _ = CloseAsync(shell);
            throw WsManFault.Invalid(e.Message);
        }
        Log.Opened(logger, sessionId, identity.UserName, name);
        return WsManAnswer.Create(request, shell, identity, options.MaxIdleTimeout, options.Clock);
    }

    private async Task<string> ReceiveAsync(SoapDocument request, WsManShell shell, CancellationToken cancellationToken)
    {
        var stream = request.Body.Element(WsManNames.Shell + "Receive")?.Element(WsManNames.Shell + "DesiredStream")
            ?? throw WsManFault.Invalid("There is no DesiredStream in the body.");
        var command = CommandId(stream);
        var timeout = Duration(request.OperationTimeout) ?? options.MaxOperationTimeout;
        if (timeout > options.MaxOperationTimeout) timeout = options.MaxOperationTimeout;
        var room = WsManRequest.MaxPayload(Math.Min(ClientEnvelope(request), options.MaxEnvelopeSize));
        var (fragments, done) = await shell.Output(command).TakeAsync(room, timeout, options.Clock, cancellationToken);
        return WsManAnswer.Receive(request, command, fragments, done, options.Clock);
    }

    private string Command(SoapDocument request, WsManShell shell)
    {
        var line = request.Body.Element(WsManNames.Shell + "CommandLine") ?? throw WsManFault.Invalid("There is no CommandLine in the body.");
        var command = CommandId(line) ?? throw WsManFault.Invalid("The CommandLine has no CommandId.");
        var arguments = line.Elements(WsManNames.Shell + "Arguments").Select(Payload).ToList();
        shell.BeginCommand(command);
        foreach (var payload in arguments) shell.Pool.Accept(payload);
        return WsManAnswer.Command(request, command, options.Clock);
    }

    private string Send(SoapDocument request, WsManShell shell)
    {
        var streams = request.Body.Element(WsManNames.Shell + "Send")?.Elements(WsManNames.Shell + "Stream") ?? [];
        foreach (var stream in streams)
        {
            if (CommandId(stream) is { } command) _ = shell.Output(command);
            shell.Pool.Accept(Payload(stream));
        }
        return WsManAnswer.Simple(request, "Send", options.Clock);
    }

    private string Signal(SoapDocument request, WsManShell shell)
    {
        var signal = request.Body.Element(WsManNames.Shell + "Signal") ?? throw WsManFault.Invalid("There is no Signal in the body.");
        var command = CommandId(signal) ?? throw WsManFault.Invalid("The Signal has no CommandId.");
        var code = signal.Element(WsManNames.Shell + "Code")?.Value.Trim() ?? "";
        _ = shell.Output(command);
        // Terminate ends the command and forgets it; everything else (ctrl_c in both spellings, ctrl_break) stops its pipeline.
        if (code.EndsWith("terminate", StringComparison.OrdinalIgnoreCase)) shell.EndCommand(command);
        else shell.Pool.Stop(command);
        return WsManAnswer.Simple(request, "Signal", options.Clock);
    }

    private async Task<string> DeleteAsync(SoapDocument request, WsManShell shell)
    {
        Log.Closed(logger, shell.Pool.Session.Id);
        await CloseAsync(shell);
        return WsManAnswer.Delete(request, options.Clock);
    }

    private WsManShell Find(SoapDocument request, RemoteIdentity identity)
    {
        if (request.Selector("ShellId") is not { } id || !shells.TryGetValue(id, out var shell)) throw WsManFault.UnknownShell();
        return shell.Pool.Session.Identity.UserName.Equals(identity.UserName, StringComparison.OrdinalIgnoreCase) ? shell : throw WsManFault.AccessDenied();
    }

    private async Task CloseAsync(WsManShell shell)
    {
        if (!shells.TryRemove(shell.ShellId, out _)) return;
        Interlocked.Decrement(ref shellCount);
        try
        {
            await shell.DisposeAsync();
        }
#pragma warning disable CA1031 // Closing one session must not keep the reaper or the stop from the others.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.CloseFailed(logger, e);
        }
    }

    private void Reap()
    {
        foreach (var shell in shells.Values.Where(shell => shell.IsIdle))
        {
            Log.Reaped(logger, shell.Pool.Session.Id);
            _ = CloseAsync(shell);
        }
    }

    private static int ClientEnvelope(SoapDocument request) =>
        int.TryParse(request.MaxEnvelopeSize, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? Math.Max(size, 8_192) : 153_600;

    private static Guid? CommandId(XElement element) => element.Attribute("CommandId")?.Value is { } text
        ? Guid.TryParse(text, out var id) ? id : throw WsManFault.UnknownCommand()
        : null;

    private static byte[] Payload(XElement element)
    {
        try
        {
            return Convert.FromBase64String(element.Value);
        }
        catch (FormatException)
        {
            throw WsManFault.Invalid("The payload is not base64.");
        }
    }

    /// <exception cref="WsManFault">It is no duration, or a negative one.</exception>
    private static TimeSpan? Duration(string? text)
    {
        if (string.IsNullOrEmpty(text)) return null;
        try
        {
            return XmlConvert.ToTimeSpan(text) is { Ticks: >= 0 } span ? span : throw new FormatException();
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            throw WsManFault.InvalidTimeout();
        }
    }

    private static string Text(Guid id) => id.ToString("D").ToUpperInvariant();
}
