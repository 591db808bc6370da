using System.Text.Json;

namespace Azsreg.EndToEnd.Tests;

/// <summary>The six steps of a disconnected registration from one operator's folder, and what is true after each.</summary>
internal sealed class OfflineLife
{
    private readonly KillWorld _world;
    private readonly string _stick;
    private string _name = "";

    public OfflineLife(KillWorld world)
    {
        _world = world;
        Machine = world.NewOperator();
        _stick = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(Machine.Journals)!, "stick")).FullName;
    }

    public OperatorMachine Machine { get; }

    private string TokenFile => Path.Combine(_stick, "token.txt");

    private string KeyFile => Path.Combine(_stick, "key.txt");

    /// <summary>The line of a step.</summary>
    public string[] LineOf(string step) => step switch
    {
        "token" => Machine.ThroughTheStamp("offline", "token", "--billing-model", "Development", "--out", TokenFile),
        "register" => ["offline", "register", "--token-file", TokenFile],
        "key" => ["offline", "key", "--registration-name", _name, "--out", KeyFile],
        "activate" => Machine.ThroughTheStamp("offline", "activate", "--key-file", KeyFile),
        "deactivate" => Machine.OnTheStamp("offline", "deactivate"),
        _ => ["offline", "unregister", "--token-file", TokenFile, "--yes"],
    };

    /// <summary>What must be true when a step is finished, and that nothing else is there.</summary>
    public async Task ProveAsync(string step, JsonElement told)
    {
        var cloudId = told.GetProperty("cloudId").GetString()!;
        switch (step)
        {
            case "token":
                Decoded(await File.ReadAllTextAsync(TokenFile)).GetProperty("cloudId").GetString().ShouldBe(cloudId);
                Directory.EnumerateFiles(_stick).ShouldBe([TokenFile]);
                break;
            case "register":
                _name = told.GetProperty("registrationName").GetString()!;
                (await _world.Azure.ListAsync()).ShouldBe(["group azurestack", $"registration {_name} of {cloudId}", "lock RegistrationResourceLock CanNotDelete"]);
                break;
            case "key":
                Decoded((await File.ReadAllTextAsync(KeyFile)).Split('.')[1]).GetProperty("registrationName").GetString().ShouldBe(_name);
                Directory.EnumerateFiles(_stick).Order(StringComparer.Ordinal).ShouldBe([KeyFile, TokenFile]);
                break;
            case "activate":
                told.GetProperty("activationState").GetString().ShouldBe("Active");
                told.GetProperty("activationRequiredAlert").GetString().ShouldBe("Closed");
                break;
            case "deactivate":
                told.GetProperty("activationState").GetString().ShouldBe("NotActivated");
                told.GetProperty("activationRequiredAlert").GetString().ShouldBe("Active");
                // Told from the journal of the killed run; one that was killed with its journal closed had nothing left to tell.
                told.GetProperty("registrationName").GetString().ShouldBeOneOf(_name, null);
                break;
            default:
                (await _world.Azure.ListAsync()).ShouldBeEmpty();
                break;
        }

        Machine.UnfinishedJournals.ShouldBeEmpty();
    }

    /// <summary>JSON from base64 of either alphabet, without any of the program's code.</summary>
    private static JsonElement Decoded(string text)
    {
        var plain = text.Trim().Replace('-', '+').Replace('_', '/');
        return JsonDocument.Parse(Convert.FromBase64String(plain.PadRight((plain.Length + 3) / 4 * 4, '='))).RootElement;
    }
}
