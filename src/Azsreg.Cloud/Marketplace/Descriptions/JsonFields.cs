using System.Text.Json;

namespace Azsreg.Cloud.Marketplace.Descriptions;

/// <summary>Reads the fields of an object by name and kind. Nothing throws: what is wrong becomes a line of the list, so that a person gets all at once.</summary>
internal sealed class JsonFields
{
    private readonly Dictionary<string, JsonElement> _fields = [];
    private readonly HashSet<string> _known = [];
    private readonly string _at;
    private readonly List<string> _problems;

    public JsonFields(JsonElement element, string at, List<string> problems)
    {
        _at = at;
        _problems = problems;
        if (element.ValueKind != JsonValueKind.Object)
        {
            problems.Add($"{(at.Length == 0 ? "the description" : at)} is no JSON object");
            return;
        }

        foreach (var field in element.EnumerateObject())
        {
            if (!_fields.TryAdd(field.Name, field.Value))
                problems.Add($"{Name(field.Name)} is there twice");
        }
    }

    public string Name(string field) => _at.Length == 0 ? $"\"{field}\"" : $"{_at}.\"{field}\"";

    public bool Has(string field) => _fields.ContainsKey(field);

    /// <summary>A text; an empty one where it is missing or wrong and needed.</summary>
    public string Text(string field, int longest, TextForm? form = null) => TextOrNull(field, longest, form, isNeeded: true) ?? "";

    public string? OptionalText(string field, int longest, TextForm? form = null) => TextOrNull(field, longest, form, isNeeded: false);

    public bool Flag(string field)
    {
        var value = Get(field);
        if (value is { ValueKind: not (JsonValueKind.True or JsonValueKind.False) })
            Add(field, "is true or false");
        return value is { ValueKind: JsonValueKind.True };
    }

    public int Number(string field, int least, int most)
    {
        if (Get(field) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) && number >= least && number <= most)
            return number;
        Add(field, $"is a whole number from {least} to {most}");
        return least;
    }

    /// <summary>A text out of a set.</summary>
    public string? Choice(string field, IReadOnlyCollection<string> choices, bool isNeeded = false)
    {
        var text = TextOrNull(field, 100, null, isNeeded);
        if (text is null || choices.Contains(text))
            return text;
        Add(field, $"is one of {string.Join(", ", choices)}");
        return null;
    }

    public IReadOnlyList<string> Texts(string field, int most, int longest, TextForm? form = null)
    {
        var texts = new List<string>();
        foreach (var (element, at) in Elements(field, most))
        {
            if (element.ValueKind == JsonValueKind.String && Fits(element.GetString()!, longest, form))
                texts.Add(element.GetString()!);
            else
                _problems.Add($"{at} is no text of that kind");
        }

        if (texts.Distinct(StringComparer.OrdinalIgnoreCase).Count() < texts.Count)
            Add(field, "names something twice");
        return texts;
    }

    /// <summary>The objects of a list.</summary>
    public IEnumerable<JsonFields> Objects(string field, int most) => Elements(field, most).Select(one => new JsonFields(one.Element, one.At, _problems)).ToList();

    public JsonFields? Object(string field) => Get(field) is { } value ? new JsonFields(value, Name(field), _problems) : null;

    public void Add(string field, string problem) => _problems.Add($"{Name(field)} {problem}");

    /// <summary>Call last: whatever was not asked for is no field of a description.</summary>
    public void RefuseOthers()
    {
        foreach (var field in _fields.Keys.Where(field => !_known.Contains(field)))
            _problems.Add($"{Name(field.Length <= 80 ? field : field[..80])} is not known here");
    }

    private JsonElement? Get(string field)
    {
        _known.Add(field);
        return _fields.TryGetValue(field, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    private string? TextOrNull(string field, int longest, TextForm? form, bool isNeeded)
    {
        if (Get(field) is not { } value)
        {
            if (isNeeded)
                Add(field, "is missing");
            return null;
        }

        if (value.ValueKind == JsonValueKind.String && Fits(value.GetString()!, longest, form))
            return value.GetString();
        Add(field, $"is a text of 1 to {longest} characters{(form is null ? "" : ": " + form.Words)}");
        return null;
    }

    private IEnumerable<(JsonElement Element, string At)> Elements(string field, int most)
    {
        if (Get(field) is not { } value)
            return [];
        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() <= most)
            return value.EnumerateArray().Select((element, index) => (element, $"{Name(field)}[{index}]"));
        Add(field, $"is a list of at most {most}");
        return [];
    }

    private static bool Fits(string text, int longest, TextForm? form) =>
        text.Length > 0 && text.Length <= longest && !text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')) && form?.Pattern.IsMatch(text) != false;
}
