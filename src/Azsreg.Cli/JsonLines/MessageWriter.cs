using System.Text;

namespace Azsreg.Cli.JsonLines;

/// <summary>Text that a verb writes for whoever reads its streams, handed on line by line.</summary>
internal sealed class MessageWriter(Action<string> take) : TextWriter
{
    private readonly StringBuilder _line = new();

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        lock (_line)
        {
            if (value != '\n')
            {
                _line.Append(value);
                return;
            }

            var text = _line.ToString().TrimEnd('\r');
            _line.Clear();
            if (text.Length > 0) take(text);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) Write('\n');
        base.Dispose(disposing);
    }
}
