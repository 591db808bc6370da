using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Azsreg.Hosting;
using Azsreg.Operator;
using Azsreg.Operator.History;
using Azsreg.Operator.Registration;
using Azsreg.Operator.SignIn;
using Azsreg.Operator.Stamps;
using Azsreg.Protocol;

namespace Azsreg.Bench;

/// <summary>
/// A connected registration against both sides on this machine, signed in, with provider and resource group there already: its time, and how
/// many HTTP requests it takes. The baseline is as many requests to <c>/healthz</c>.
/// </summary>
internal sealed class RegistrationBench : IBench
{
    private const int Stamps = 4;
    private const string Subscription = "8f2a0000-0000-4000-8000-000000000a90";

    public string Name => "registration";

    public async IAsyncEnumerable<BenchRow> RunAsync(BenchFolder folder, bool isFull, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var stamps = isFull ? 3 * Stamps : Stamps;
        var (up, _) = await AzsregProcess.StartAsync(folder, ["up", "--port-base", "0", "--stamps", $"{stamps}"], cancellationToken);
        await using (up)
        {
            var data = DataFolder.Open(folder.Path);
            using var operation = new OperatorContext(data, TimeProvider.System);
            var screen = new NoScreen();
            var password = new Secret(BenchFolder.Password);
            await operation.SignIn.LoginAsync(
                new LoginRequest(new LoginMethod.Password("owner@contoso.onmicrosoft.com", password)) { Tenant = "contoso.onmicrosoft.com" }, screen, cancellationToken);

            using var requests = new RequestCount();
            var times = new List<double>();
            var counts = new List<long>();
            foreach (var stamp in operation.Stamps.List())
            {
                await operation.SignIn.LoginAsync(
                    new LoginRequest(new LoginMethod.Password("admin@azurestack.local", password)) { Stamp = stamp.Name }, screen, cancellationToken);
                requests.Reset();
                var began = Stopwatch.GetTimestamp();
                await RegisterAsync(operation, data, operation.Stamps.Get(stamp.Name), password, cancellationToken);
                times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                counts.Add(requests.Value);
            }

            // The first one registered the provider and made the group.
            times.RemoveAt(0);
            times.Sort();
            var floor = await PlainRequestsAsync(operation, counts[^1], cancellationToken);
            yield return new BenchRow("connected", times[times.Count / 2], "ms") { Budget = 1000, Baseline = floor };
            yield return new BenchRow("round-trips", counts[^1], "requests");
        }
    }

    /// <summary>As many requests one after the other that ask for nothing.</summary>
    private static async Task<double> PlainRequestsAsync(OperatorContext operation, long requests, CancellationToken cancellationToken)
    {
        var local = operation.Environments.Current;
        var http = operation.Connect(local.TrustedAuthorities).Http;
        var health = new Uri(local.Environment.ResourceManagerUrl, "healthz");
        var began = Stopwatch.GetTimestamp();
        for (var request = 0; request < requests; request++)
        {
            using var answer = await http.GetAsync(health, cancellationToken);
        }

        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static async Task RegisterAsync(
        OperatorContext operation, DataFolder data, StampEntry stamp, Secret password, CancellationToken cancellationToken)
    {
        using var protector = SecretProtector.Open(data);
        using var sides = RegistrationSides.Open(
            operation, null, Subscription, [PrivilegedEndpointAddress.Of(stamp)], new CloudAdminCredential(stamp.CloudAdmin!, password));
        var registration = new ConnectedRegistration(data, new RegistrationHistory(data, protector), TimeProvider.System, Random.Shared);
        var outcome = await registration.RunAsync(
            new RegistrationRequest { BillingModel = BillingModel.PayAsYouUse },
            sides.Azure, sides.Stamp, (_, _) => Task.FromResult(true), _ => { }, cancellationToken);
        if (outcome.Summary.StampReading.ActivationState != "Active")
        {
            throw new InvalidOperationException($"{stamp.Name} is not active: {JsonSerializer.Serialize(outcome.Summary.StampReading)}");
        }
    }

    private sealed class NoScreen : ILoginScreen
    {
        public ValueTask ShowDeviceCodeAsync(AzureClient.DeviceCodePrompt prompt, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask OpenBrowserAsync(Uri page, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }

    /// <summary>Counts this process's HTTP requests by the metric every handler feeds.</summary>
    private sealed class RequestCount : IDisposable
    {
        private readonly MeterListener _listener = new();
        private long _value;

        public RequestCount()
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument is { Meter.Name: "System.Net.Http", Name: "http.client.request.duration" })
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<double>((_, _, _, _) => Interlocked.Increment(ref _value));
            _listener.Start();
        }

        public long Value => Interlocked.Read(ref _value);

        public void Reset() => Interlocked.Exchange(ref _value, 0);

        public void Dispose() => _listener.Dispose();
    }
}
