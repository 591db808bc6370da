using System.Text;

namespace Azsreg.Protocol.Tests.Errors;

/// <summary>The pages under <c>docs/errors</c> say what the catalogue says. <c>AZSREG_REFRESH=1</c> writes them anew.</summary>
public sealed class ErrorPagesTests
{
    private static readonly string Folder = Path.Combine(FindRoot(), "docs", "errors");

    [Fact]
    public void Pages_Catalogue_AreTheSame()
    {
        var pages = ErrorCatalogue.All.ToDictionary(entry => $"{entry.Code}.md", Page);
        pages["README.md"] = Index();
        if (Environment.GetEnvironmentVariable("AZSREG_REFRESH") == "1")
            Refresh(pages);

        Directory.EnumerateFiles(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)
            .ShouldBe(pages.Keys.Order(StringComparer.Ordinal), "AZSREG_REFRESH=1 ./test protocol writes the pages");
        foreach (var (name, text) in pages)
            File.ReadAllText(Path.Combine(Folder, name)).ShouldBe(text, $"{name}: AZSREG_REFRESH=1 ./test protocol writes it");
    }

    private static string Page(ErrorEntry entry) =>
        $"""
        # {entry.Code}: {entry.What}

        | | |
        |---|---|
        | Exit code | {(int)entry.Kind} |
        | Try again unchanged | {(entry.Retryable ? "yes, later" : "no")} |

        **Why.** {entry.Why}

        **What to do.** {entry.Fix}

        On the command line: `azsreg explain {entry.Code}`

        """.ReplaceLineEndings("\n");

    private static string Index()
    {
        var text = new StringBuilder("# Errors\n\nEvery failure azsreg can tell, by code. AZR1xxx use and settings, 2xxx registration on Azure, "
            + "3xxx sign-in and rights, 4xxx privileged endpoint and stamp, 5xxx activation, 6xxx marketplace, 7xxx usage and commerce.\n\n| Code | What happened |\n|---|---|\n");
        foreach (var entry in ErrorCatalogue.All)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"| [{entry.Code}]({entry.Code}.md) | {entry.What} |\n");
        return text.ToString();
    }

    private static void Refresh(Dictionary<string, string> pages)
    {
        Directory.CreateDirectory(Folder);
        foreach (var stale in Directory.EnumerateFiles(Folder))
            File.Delete(stale);
        foreach (var (name, text) in pages)
            File.WriteAllText(Path.Combine(Folder, name), text);
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "azsreg.slnx")))
                return folder.FullName;
        }

        throw new InvalidOperationException("The test does not run below its source tree.");
    }
}
