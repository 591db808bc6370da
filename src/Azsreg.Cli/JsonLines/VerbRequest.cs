using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Azsreg.Protocol;

namespace Azsreg.Cli.JsonLines;

/// <summary>
/// A verb to run, as a line from the host names it. Its words and options are those of the command line, so that a cmdlet can ask for nothing
/// a verb does not have.
/// </summary>
internal sealed partial record VerbRequest(
    long Id, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, Secret> Secrets, Secret? Input, bool IsInteractive)
{
    /// <summary>The verb of this conversation itself.</summary>
    public const string OwnVerb = "module";

    /// <summary>Reads <c>{"type":"request","id":…,"verb":…,"arguments":[…],"options":{…},"secrets":{…},"input":…,"interactive":…,"verbose":…}</c>.</summary>
    /// <exception cref="CataloguedException">It is no such request (AZR1046); the text does not repeat what was given.</exception>
    public static VerbRequest Read(long id, JsonElement line)
    {
        var secrets = new Dictionary<string, Secret>(StringComparer.Ordinal);
        var arguments = new List<string>();
        Secret? input = null;
        var interactive = false;
        var verbose = false;
        string[] verb = [];
        var options = new List<string>();
        foreach (var member in line.EnumerateObject())
        {
            switch (member.Name)
            {
                case "type" or "id":
                    break;
                case "verb":
                    verb = Text(member.Value, "verb").Split(' ');
                    break;
                case "arguments":
                    arguments.AddRange(Items(member.Value, "arguments"));
                    break;
                case "options":
                    foreach (var option in Members(member.Value, "options")) AddOption(options, option);
                    break;
                case "secrets":
                    foreach (var secret in Members(member.Value, "secrets")) secrets[Name(secret.Name)] = new Secret(Text(secret.Value, secret.Name));
                    break;
                case "input":
                    // What the verb reads where it is told "-": a registration token or an activation key.
                    input = new Secret(Text(member.Value, "input"));
                    break;
                case "interactive":
                    interactive = Flag(member.Value, "interactive");
                    break;
                case "verbose":
                    verbose = Flag(member.Value, "verbose");
                    break;
                default:
                    throw Wrong("it has a member that no request has");
            }
        }

        if (verb.Length == 0 || !verb.All(word => Word().IsMatch(word))) throw Wrong("'verb' is not the words of a verb");
        if (verb[0] == OwnVerb) throw Wrong("a conversation is not opened within a conversation");
        if (verbose) options.Add("--verbose");
        options.Add("--output=json");
        if (arguments.Count > 0) options.Add("--");
        return new VerbRequest(id, [.. verb, .. options, .. arguments], secrets, input, interactive);
    }

    /// <summary>A request that cannot be understood.</summary>
    public static CataloguedException Wrong(string why) => new(ErrorCatalogue.RequestNotUnderstood, $"A line was not understood: {why}.");

    private static void AddOption(List<string> options, JsonProperty option)
    {
        var name = "--" + Name(option.Name);
        switch (option.Value.ValueKind)
        {
            case JsonValueKind.True:
                options.Add(name);
                break;
            case JsonValueKind.False or JsonValueKind.Null:
                break;
            case JsonValueKind.Number:
                options.Add($"{name}={option.Value.GetInt64().ToString(CultureInfo.InvariantCulture)}");
                break;
            case JsonValueKind.Array:
                options.AddRange(Items(option.Value, option.Name).Select(value => $"{name}={value}"));
                break;
            default:
                // One word with its value: a value may begin with a hyphen, or be empty.
                options.Add($"{name}={Text(option.Value, option.Name)}");
                break;
        }
    }

    private static JsonElement.ObjectEnumerator Members(JsonElement value, string what) =>
        value.ValueKind == JsonValueKind.Object ? value.EnumerateObject() : throw Wrong($"'{what}' is no object");

    private static IEnumerable<string> Items(JsonElement value, string what) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(item => Text(item, what)) : throw Wrong($"'{what}' is no list");

    private static string Text(JsonElement value, string what) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Wrong($"'{what}' is no text");

    private static bool Flag(JsonElement value, string what) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong($"'{what}' is neither true nor false"),
    };

    private static string Name(string name) => Word().IsMatch(name) ? name : throw Wrong("an option's name is not one");

    [GeneratedRegex(@"^[a-z][a-z0-9-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
