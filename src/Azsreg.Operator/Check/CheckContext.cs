using Azsreg.AzureClient;
using Azsreg.Operator.Environments;
using Azsreg.Operator.Registration;
using Azsreg.Operator.SignIn;
using Azsreg.Operator.Stamps;
using Azsreg.Protocol;
using Azsreg.Remoting;
using Azsreg.Remoting.Client;

namespace Azsreg.Operator.Check;

/// <summary>What the checks share: each reading is begun by the check that needs it first, and the others wait for the same one.</summary>
internal sealed class CheckContext : IDisposable
{
    private readonly HostProbe _probe;
    private readonly Dictionary<string, SharedReading<HostFinding>> _hosts = new(StringComparer.OrdinalIgnoreCase);
    private readonly CancellationToken _cancellation;
    private AzureSession? _session;
    private AzureSession? _admin;

    public CheckContext(OperatorContext operation, CheckRequest request, CancellationToken cancellation)
    {
        Operation = operation;
        Request = request;
        _cancellation = cancellation;
        _probe = new HostProbe(operation.Clock);
        Environment = operation.Environments.Get(request.Environment);
        Stamp = request.Endpoints.Select(endpoint => endpoint.Stamp).FirstOrDefault(stamp => stamp is not null);
        Azure = new("the sign-in to Azure", OpenAzureAsync);
        Subscription = new("the subscription", async () => await (await Azure.NeedAsync()).Arm.Subscriptions.GetAsync(SubscriptionId, cancellation));
        Provider = new("the resource provider", async () => await (await Azure.NeedAsync()).Arm.Providers.GetAsync(SubscriptionId, WellKnown.ProviderNamespace, cancellation));
        Group = new("the resource group", async () => await (await Azure.NeedAsync()).Arm.ResourceGroups.TryGetAsync(SubscriptionId, await GroupNameAsync(), cancellation));
        StampAnswer = new("the privileged endpoint", AskStampAsync);
        Admin = new("the stamp's administrator endpoint", ReadAdminAsync);
        CloudId = new("the stamp's cloud id", ReadCloudIdAsync);
        Registration = new("the registration", FindRegistrationAsync);
    }

    public OperatorContext Operation { get; }

    public CheckRequest Request { get; }

    public EnvironmentEntry Environment { get; }

    /// <summary>The stamp as it is entered here; null where only an address was given, or nothing.</summary>
    public StampEntry? Stamp { get; }

    /// <summary>The sign-in, renewed once to prove it.</summary>
    public SharedReading<AzureSession> Azure { get; }

    public SharedReading<AzureSubscription> Subscription { get; }

    public SharedReading<ResourceProvider> Provider { get; }

    /// <summary>The resource group; null where it is still to be made.</summary>
    public SharedReading<ResourceGroup?> Group { get; }

    public SharedReading<StampAnswer> StampAnswer { get; }

    /// <summary>What the stamp's admin ARM tells; null where nobody is signed in there.</summary>
    public SharedReading<StampReading?> Admin { get; }

    public SharedReading<string> CloudId { get; }

    public SharedReading<RegistrationFinding> Registration { get; }

    /// <summary>Only after <see cref="Azure"/> was read.</summary>
    public string SubscriptionId => _session!.Subscription!.Id;

    /// <summary>One phrase for a subscription.</summary>
    public string SubscriptionName => $"{_session!.Subscription!.Name} ({SubscriptionId})";

    /// <summary>The session at the stamp's admin ARM, after <see cref="Admin"/> was read.</summary>
    public AzureSession? AdminSession => _admin;

    /// <summary>The way to a host, gone once.</summary>
    public Task<HostFinding> HostAsync(HostTarget target)
    {
        lock (_hosts)
        {
            if (!_hosts.TryGetValue(target.Place, out var reading))
                _hosts[target.Place] = reading = new(target.Place, () => _probe.TryAsync(target, _cancellation));
            return reading.OwnAsync();
        }
    }

    /// <summary>The hosts of this Azure that the operator's machine talks to.</summary>
    public IEnumerable<HostTarget> AzureHosts()
    {
        var (environment, authorities) = (Environment.Environment, Environment.TrustedAuthorities);
        yield return new("Resource Manager", environment.ResourceManagerUrl, authorities);
        yield return new("sign-in", environment.LoginEndpoint, authorities);
        if (environment.GraphUrl is { } graph) yield return new("Microsoft Graph", graph, authorities);
    }

    public IEnumerable<HostTarget> StampHosts()
    {
        foreach (var endpoint in Request.Endpoints)
            yield return new("privileged endpoint", endpoint.Url, endpoint.Stamp?.TrustedAuthorities ?? [], endpoint.Stamp?.Fingerprint);
        if (Stamp is { AdminEndpoint: { } admin }) yield return new("stamp's admin ARM", admin, Stamp.TrustedAuthorities, Stamp.Fingerprint);
    }

    public void Dispose()
    {
        _session?.Dispose();
        _admin?.Dispose();
    }

    private async Task<AzureSession> OpenAzureAsync()
    {
        _session = Operation.OpenAzure(Request.Environment, Request.Subscription);
        // What cannot be reached is told once, by the host's own row, and not waited for five times here.
        foreach (var host in AzureHosts().Where(host => host.Role is "Resource Manager" or "sign-in"))
        {
            if (!(await HostAsync(host)).IsReached) throw new CheckSkippedException($"{host.Place} cannot be reached");
        }

        await _session.RenewAsync(_cancellation);
        return _session;
    }

    private async Task<string> GroupNameAsync() => Request.ResourceGroup ?? (await Registration.TryAsync())?.Id.ResourceGroupName ?? WellKnown.DefaultResourceGroup;

    private async Task<StampAnswer> AskStampAsync()
    {
        if (Request.Endpoints.Count == 0)
            throw new CheckSkippedException("no stamp is entered here, and no privileged endpoint was given", "azsreg stamp add NAME --privileged-endpoint URL");
        if (Request.CloudAdmin is not { } credential)
        {
            throw new CheckSkippedException(
                "the cloud administrator's password was not given", "Give it with --cloud-admin-password-stdin or --cloud-admin-password-file FILE.");
        }

        var findings = await Task.WhenAll(Request.Endpoints.Select(endpoint =>
            HostAsync(new("privileged endpoint", endpoint.Url, endpoint.Stamp?.TrustedAuthorities ?? [], endpoint.Stamp?.Fingerprint))));
        var reached = Request.Endpoints.Where((_, index) => findings[index].IsReached).ToList();
        if (reached.Count == 0) throw new CheckSkippedException("it cannot be reached");
        await using var session = await Operation.PrivilegedEndpoints.OpenAsync(reached, credential, _cancellation);
        var told = await InvokeAsync(session, "Get-AzureStackStampInformation");
        var information = StampInformation.Read(told.Output.OfType<RemoteObject>().FirstOrDefault()
            ?? throw new CataloguedException(ErrorCatalogue.StampCommandFailed, "Get-AzureStackStampInformation told nothing."));
        return new StampAnswer(session.Address.Url, information, told.Warnings, await LatestActionAsync(session));
    }

    private async Task<RemoteResult> InvokeAsync(PrivilegedEndpointSession session, string command)
    {
        var result = await session.Session.InvokeAsync(new RemoteCommand(command), _cancellation);
        return result.Errors is [var error, ..] ? throw StampFailure.Of(command, error) : result;
    }

    private async Task<StampActionStatus?> LatestActionAsync(PrivilegedEndpointSession session)
    {
        // A stamp on which nothing ever ran answers with an error, and so does one that wants a function's name.
        var result = await session.Session.InvokeAsync(new RemoteCommand("Get-ActionStatus"), _cancellation);
        return result.Errors.Count == 0 && result.Output.OfType<RemoteObject>().FirstOrDefault() is { } told
            ? new StampActionStatus(told.GetString("ActionId"), told.GetString("FunctionName"), told.GetString("Status"), told.GetString("Step"))
            : null;
    }

    private async Task<StampReading?> ReadAdminAsync()
    {
        if (Stamp is null || (_admin = Operation.TryOpenStampAdmin(Stamp)) is null) return null;
        var host = new HostTarget("stamp's admin ARM", Stamp.AdminEndpoint!, Stamp.TrustedAuthorities, Stamp.Fingerprint);
        if (!(await HostAsync(host)).IsReached) throw new CheckSkippedException($"{host.Place} cannot be reached");
        var side = new StampSide { Name = Stamp.Name, OpenSession = _ => throw new InvalidOperationException("Not through the privileged endpoint."), Admin = _admin.Arm };
        return await StampReader.ReadAsync(side, Operation.Clock, countProducts: false, _cancellation, withIdentity: true);
    }

    private async Task<string> ReadCloudIdAsync() =>
        (await StampAnswer.TryAsync())?.Information.CloudId
        ?? (await Admin.TryAsync())?.CloudId
        ?? throw new CheckSkippedException("the stamp's cloud id is not known: neither its privileged endpoint nor its administrator endpoint was read");

    private async Task<RegistrationFinding> FindRegistrationAsync()
    {
        var session = await Azure.NeedAsync();
        var cloudId = await CloudId.NeedAsync();
        Protocol.Registration? own = null;
        foreach (var one in await RegistrationReader.ListAsync(session, resourceGroup: null, _cancellation))
        {
            if (string.Equals(one.Properties.CloudId, cloudId, StringComparison.OrdinalIgnoreCase)) own = one;
        }

        var ownId = own is null ? null : ArmResourceId.Parse(own.Id);
        var group = Request.ResourceGroup ?? ownId?.ResourceGroupName ?? WellKnown.DefaultResourceGroup;
        var name = Request.RegistrationName ?? ownId?.Name ?? WellKnown.DefaultRegistrationName(cloudId);
        if (!ArmResourceId.TryParse($"/subscriptions/{SubscriptionId}/resourceGroups/{group}/providers/{WellKnown.RegistrationType}/{name}", out var id))
            throw new CataloguedException(ErrorCatalogue.InvalidOption, $"'{name}' in '{group}' cannot be a registration's name.");
        if (ownId is not null && ownId.Equals(id)) return new RegistrationFinding(cloudId, id, own, null);
        var provider = await Provider.NeedAsync();
        var named = provider.IsRegistered ? await session.Arm.Registrations.TryGetAsync(id, _cancellation) : null;
        return new RegistrationFinding(cloudId, id, named, own);
    }
}
