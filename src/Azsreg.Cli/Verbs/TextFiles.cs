using System.Text;
using Azsreg.Protocol;

namespace Azsreg.Cli.Verbs;

/// <summary>Text files a verb was asked to write: UTF-8 without a mark, and never over something that is there.</summary>
internal static class TextFiles
{
    /// <exception cref="CataloguedException">The file is there already, or cannot be written (AZR1001).</exception>
    public static void Write(string path, string text)
    {
        try
        {
            using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            file.Write(new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(text));
        }
        catch (IOException) when (File.Exists(path))
        {
            throw new CataloguedException(ErrorCatalogue.InvalidOption, $"'{path}' is there already and is not replaced; give another name or remove it.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CataloguedException(ErrorCatalogue.InvalidOption, $"'{path}' cannot be written: {exception.Message}", inner: exception);
        }
    }
}
