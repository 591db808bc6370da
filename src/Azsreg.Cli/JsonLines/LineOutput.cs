using System.Text.Json;

namespace Azsreg.Cli.JsonLines;

/// <summary>Writes one JSON object a line, whole and at once; lines are ASCII, whatever is in them.</summary>
internal sealed class LineOutput(TextWriter writer)
{
    private readonly Lock _writing = new();

    /// <summary>Writes a line.</summary>
    /// <param name="type">Its <c>type</c>.</param>
    /// <param name="id">The request it belongs to; null where to none.</param>
    /// <param name="members">Writes the other members.</param>
    public void Write(string type, long? id, Action<Utf8JsonWriter>? members = null)
    {
        using var content = new MemoryStream();
        using (var json = new Utf8JsonWriter(content))
        {
            json.WriteStartObject();
            json.WriteString("type", type);
            if (id is { } number) json.WriteNumber("id", number);
            members?.Invoke(json);
            json.WriteEndObject();
        }

        var line = System.Text.Encoding.UTF8.GetString(content.GetBuffer(), 0, (int)content.Length);
        lock (_writing)
        {
            writer.Write(line);
            writer.Write('\n');
            writer.Flush();
        }
    }
}
