using Azsreg.Cli.Shell;
using Azsreg.Hosting;
using Azsreg.Operator.Accounts;
using Azsreg.Protocol;

namespace Azsreg.Cli.Roles;

/// <summary>Starting over: removes what a data folder holds, unless it holds more than <c>up</c> and its stamps have put there.</summary>
internal static class LocalFolder
{
    private static readonly string[] Folders = ["cloud", "stamps", "ca", "operator", "logs", ScenarioStage.CarriedFolder];
    private static readonly string[] Files = ["secrets.key", "sample-accounts.json", "local-ports.json", ScenarioNote.FileName];

    /// <summary>Removes it all.</summary>
    /// <exception cref="CataloguedException">A role runs in the folder (AZR1003), or an account of another Azure is kept there (AZR1001).</exception>
    public static void Reset(CliContext context)
    {
        foreach (var role in Roles(context.Data))
        {
            context.Data.AcquireLock(role).Dispose();
        }

        var elsewhere = new AccountBook(context.Data, context.Clock).List()
            .FirstOrDefault(account => account.Realm != LocalWorld.EnvironmentName && !account.Realm.StartsWith(Account.StampRealm(""), StringComparison.Ordinal));
        if (elsewhere is not null)
        {
            throw new CataloguedException(
                ErrorCatalogue.InvalidOption,
                $"--reset would also forget {elsewhere.Name} of {elsewhere.Realm}, which is kept in '{context.Data.Path}'. Sign out first, or give the local world a folder of its own.",
                [$"azsreg logout {elsewhere.Name}", "azsreg up --data DIR --reset"]);
        }

        try
        {
            foreach (var folder in Folders.Select(name => Path.Combine(context.Data.Path, name)).Where(Directory.Exists))
            {
                Directory.Delete(folder, recursive: true);
            }

            foreach (var file in Files)
            {
                File.Delete(Path.Combine(context.Data.Path, file));
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CataloguedException(ErrorCatalogue.DataFolderUnusable, $"'{context.Data.Path}': {exception.Message}", inner: exception);
        }
    }

    private static IEnumerable<string> Roles(DataFolder folder)
    {
        var stamps = new DirectoryInfo(Path.Combine(folder.Path, "stamps"));
        return (stamps.Exists ? stamps.GetDirectories().Select(stamp => "stamp-" + stamp.Name) : []).Prepend("cloud");
    }
}
