using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Azsreg.AzureClient;
using Azsreg.Hosting;
using Azsreg.Operator;
using Azsreg.Operator.Accounts;
using Azsreg.Operator.Environments;
using Azsreg.Operator.Registration;
using Azsreg.Operator.SignIn;
using Azsreg.Operator.Stamps;
using Azsreg.Portal.Live;
using Azsreg.Protocol;

namespace Azsreg.Portal.Session;

/// <summary>
/// Who of the portal's people is signed in at Azure. Each has a data folder below the stamp's, so that nobody acts with another's account; journals
/// of unfinished runs stay there when the sign-in is forgotten.
/// </summary>
internal sealed class AzurePeople(PortalOptions options, RoleHost host, LiveHub live, TimeProvider clock) : ISessionWatcher, IDisposable
{
    private readonly ConcurrentDictionary<string, Standing> _people = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The Azures a person can choose, the stamp's own first.</summary>
    public IReadOnlyList<EnvironmentEntry> Offered(OperatorContext context) =>
        [.. context.Environments.List()
            .Where(entry => entry.Name != AzureEnvironment.AzureGermanCloud.Name)
            .OrderBy(entry => options.AzureEnvironments.ToList().FindIndex(own => Same(own.Name, entry.Name)) is var place && place < 0 ? int.MaxValue : place)];

    /// <summary>Opens a person's books, with the stamp and its Azures entered.</summary>
    public async Task<OperatorContext> OpenAsync(string person, CancellationToken cancellationToken)
    {
        var context = new OperatorContext(FolderOf(person), clock);
        try
        {
            await EnterAsync(context, cancellationToken);
            return context;
        }
        catch
        {
            context.Dispose();
            throw;
        }
    }

    /// <summary>The folder of a person.</summary>
    public DataFolder FolderOf(string person) =>
        // An object id comes from a token; as a path it must be what it claims to be.
        Guid.TryParse(person, out var id)
            ? DataFolder.Open(Path.Combine(host.Folder.Stamp(options.StampName), "portal", "people", id.ToString()))
            : throw new ArgumentException("A person's object id is a GUID.", nameof(person));

    /// <summary>The sign-in that goes on, or came to nothing; null where neither.</summary>
    public AzureSignIn? SignInOf(string person) => Of(person).SignIn;

    /// <summary>Begins a sign-in by device code, in place of one that goes on. The code comes a moment later.</summary>
    public async Task BeginAsync(string person, string environment, string? tenant, CancellationToken cancellationToken)
    {
        using (var context = await OpenAsync(person, cancellationToken))
            environment = (await context.Environments.UseAsync(environment, cancellationToken)).Name;
        var standing = Of(person);
        CancellationTokenSource cancellation;
        lock (standing)
        {
            standing.Cancellation?.Cancel();
            standing.Cancellation = cancellation = new CancellationTokenSource();
            standing.SignIn = new AzureSignIn(environment);
        }

        var shown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = Task.Run(() => SignInAsync(person, standing, environment, tenant, shown, cancellation), CancellationToken.None);
        // The page that comes next shows the code: Azure answers in a moment, or the page shows that it has not yet.
        await Task.WhenAny(shown.Task, Task.Delay(TimeSpan.FromSeconds(5), clock, cancellationToken));
    }

    /// <summary>Gives a sign-in up, and lets a failed one go.</summary>
    public void Cancel(string person)
    {
        var standing = Of(person);
        lock (standing)
        {
            standing.Cancellation?.Cancel();
            standing.Cancellation = null;
            standing.SignIn = null;
        }

        live.Raise(LiveTopics.Work);
    }

    /// <summary>Keeps a person's sign-in until the result is disposed, also where it is to be forgotten meanwhile.</summary>
    public IDisposable Hold(string person)
    {
        var standing = Of(person);
        lock (standing)
        {
            standing.Holds++;
            // Whoever starts something is here again.
            standing.IsToBeForgotten = false;
        }

        return new Held(this, person);
    }

    /// <summary>
    /// Forgets a person's sign-in at Azure on this machine; when a run needs it, after that. Called when the person has left the portal.
    /// </summary>
    public async Task ForgetAsync(string person, CancellationToken cancellationToken)
    {
        Cancel(person);
        var standing = Of(person);
        lock (standing)
        {
            standing.IsToBeForgotten = standing.Holds > 0;
            if (standing.IsToBeForgotten)
                return;
        }

        if (!Directory.Exists(Path.Combine(host.Folder.Stamp(options.StampName), "portal", "people", person)))
            return;
        using var context = new OperatorContext(FolderOf(person), clock);
        foreach (var account in context.Accounts.List())
            await context.SignIn.LogoutAsync(account, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask EndedAsync(Person person, bool isLast)
    {
        if (isLast)
            await ForgetAsync(person.ObjectId, CancellationToken.None);
    }

    public void Dispose()
    {
        foreach (var standing in _people.Values)
        {
            lock (standing)
                standing.Cancellation?.Cancel();
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever a sign-in fails with is shown where it was begun: nobody waits for it.")]
    private async Task SignInAsync(
        string person, Standing standing, string environment, string? tenant, TaskCompletionSource shown, CancellationTokenSource cancellation)
    {
        try
        {
            using var context = await OpenAsync(person, cancellation.Token);
            var screen = new Screen(prompt =>
            {
                Tell(standing, cancellation, new AzureSignIn(environment, prompt));
                shown.TrySetResult();
            });
            await context.SignIn.LoginAsync(
                new LoginRequest(new LoginMethod.DeviceCode()) { Environment = environment, Tenant = tenant }, screen, cancellation.Token);
            Tell(standing, cancellation, null);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Given up, or begun anew.
        }
        catch (Exception failure)
        {
            Tell(standing, cancellation, new AzureSignIn(environment, Failure: FailureTranslation.Translate(failure)));
        }
        finally
        {
            shown.TrySetResult();
        }
    }

    private void Tell(Standing standing, CancellationTokenSource cancellation, AzureSignIn? signIn)
    {
        lock (standing)
        {
            // One that was replaced has nothing to say any more.
            if (standing.Cancellation != cancellation)
                return;
            standing.SignIn = signIn;
        }

        live.Raise(LiveTopics.Work);
    }

    private async Task EnterAsync(OperatorContext context, CancellationToken cancellationToken)
    {
        foreach (var entry in options.AzureEnvironments)
        {
            var known = context.Environments.List().FirstOrDefault(one => Same(one.Name, entry.Name));
            if (entry.IsBuiltIn || (known is not null && known.Environment == entry.Environment && known.TrustedAuthorities.SequenceEqual(entry.TrustedAuthorities)))
                continue;
            await context.Environments.EnterAsync(entry, use: !context.Environments.IsChosen, cancellationToken);
        }

        var stamp = new StampEntry
        {
            Name = options.StampName,
            PrivilegedEndpoint = options.PrivilegedEndpoint,
            CloudAdmin = options.CloudAdministrator,
            TrustedAuthorities = options.TrustedAuthorities,
        };
        if (context.Stamps.TryGet(stamp.Name) is not { } entered || entered.PrivilegedEndpoint != stamp.PrivilegedEndpoint
            || entered.CloudAdmin != stamp.CloudAdmin || !entered.TrustedAuthorities.SequenceEqual(stamp.TrustedAuthorities))
        {
            await context.Stamps.EnterAsync(stamp, cancellationToken);
        }
    }

    private void Release(string person)
    {
        var standing = Of(person);
        lock (standing)
        {
            if (--standing.Holds > 0 || !standing.IsToBeForgotten)
                return;
        }

        _ = Task.Run(() => ForgetAsync(person, CancellationToken.None), CancellationToken.None);
    }

    private Standing Of(string person) => _people.GetOrAdd(person, _ => new Standing());

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private sealed class Standing
    {
        public AzureSignIn? SignIn { get; set; }

        public CancellationTokenSource? Cancellation { get; set; }

        public int Holds { get; set; }

        public bool IsToBeForgotten { get; set; }
    }

    private sealed class Held(AzurePeople people, string person) : IDisposable
    {
        private int _released;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _released, 1) == 0)
                people.Release(person);
        }
    }

    private sealed class Screen(Action<DeviceCodePrompt> show) : ILoginScreen
    {
        public ValueTask ShowDeviceCodeAsync(DeviceCodePrompt prompt, CancellationToken cancellationToken)
        {
            show(prompt);
            return ValueTask.CompletedTask;
        }

        public ValueTask OpenBrowserAsync(Uri page, CancellationToken cancellationToken) =>
            throw new NotSupportedException("The portal signs in by device code only: the browser is on another machine.");
    }
}
