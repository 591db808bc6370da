using System.CommandLine;
using System.Security.Cryptography;
using Azsreg.Cli.Roles;
using Azsreg.Cli.Shell;
using Azsreg.Cloud;
using Azsreg.Identity;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary>Verbs of whoever owns an Azure side: they work on its data, beside it or without it.</summary>
internal static class CloudOwner
{
    public delegate Task Work(CliContext context, ParseResult parsed, CloudAdministration cloud, CancellationToken cancellationToken);

    /// <summary>A verb that is given the Azure side's data, wherever it lies.</summary>
    public static Verb Verb(string name, string description, string example, Work work, params Symbol[] symbols) =>
        Verb(name, description, example, make: false, work, symbols);

    /// <summary>The same for a verb that may begin a new Azure side.</summary>
    public static Verb Verb(string name, string description, string example, bool make, Work work, params Symbol[] symbols)
    {
        var storage = new CloudStorageOptions();
        var verb = new Verb(name, description, example, async (context, parsed, cancellationToken) =>
        {
            await using var cloud = await CloudAdministration.TryOpenAsync(
                    storage.ToStorage(context, parsed), context.Data, context.Clock, make, cancellationToken)
                ?? throw new CataloguedException(
                    ErrorCatalogue.InvalidOption, $"No Azure side was ever started in '{context.Data.Path}'. Name the data folder of the one that is meant with --data.",
                    ["azsreg up"]);
            try
            {
                await work(context, parsed, cloud, cancellationToken);
            }
            catch (DirectoryException refused)
            {
                throw new CataloguedException(
                    refused.Failure switch
                    {
                        DirectoryFailure.NotFound => ErrorCatalogue.CloudOwnerNotFound,
                        DirectoryFailure.Conflict => ErrorCatalogue.CloudOwnerConflict,
                        _ => ErrorCatalogue.InvalidOption,
                    },
                    refused.Message, inner: refused);
            }
        });
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument)
                verb.Add(argument);
            else
                verb.Add((Option)symbol);
        }

        storage.AddTo(verb);
        return verb;
    }

    /// <exception cref="CataloguedException">There is no tenant of that id or domain name (AZR1062).</exception>
    public static async Task<Tenant> TenantAsync(CloudAdministration cloud, string idOrDomain, CancellationToken cancellationToken) =>
        await cloud.Directory.FindTenantAsync(idOrDomain, cancellationToken)
        ?? throw new CataloguedException(ErrorCatalogue.CloudOwnerNotFound, $"There is no tenant '{idOrDomain}'.", ["azsreg cloud tenant list"]);

    /// <exception cref="CataloguedException">Nobody signs in by that name (AZR1062).</exception>
    public static async Task<User> UserAsync(CloudAdministration cloud, string signInName, CancellationToken cancellationToken) =>
        await cloud.Directory.FindAccountAsync(signInName, cancellationToken)
        ?? throw new CataloguedException(ErrorCatalogue.CloudOwnerNotFound, $"There is no user '{signInName}'.");

    /// <summary>The password given, else one made up, which is shown once.</summary>
    public static (Secret Password, bool IsMadeUp) NewPassword(CliContext context, ParseResult parsed, PasswordInput input, string user) =>
        input.IsGiven(parsed)
            ? (input.Read(context, parsed, $"Password of {user}"), false)
            : (new Secret(RandomNumberGenerator.GetString(SampleAccounts.Letters, 24)), true);

    /// <summary>An id that was given, or a new one.</summary>
    /// <exception cref="CataloguedException">It is no GUID (AZR1001).</exception>
    public static Guid Id(CliContext context, string? text) => text is null
        ? Guid.CreateVersion7(context.Clock.GetUtcNow())
        : Guid.TryParse(text, out var id) ? id : throw new CataloguedException(ErrorCatalogue.InvalidOption, $"--id '{text}' is no GUID.");
}
