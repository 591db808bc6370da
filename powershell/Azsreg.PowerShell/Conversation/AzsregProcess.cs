using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Azsreg.PowerShell.Conversation;

/// <summary>
/// The azsreg process of one cmdlet call, and its pipes. One process a call: it sees the shell's folder and variables as they are now, nothing
/// is left behind between calls, and what happens to it happens to one call. It ends when its input does, so also when PowerShell is killed.
/// </summary>
internal sealed class AzsregProcess : IDisposable
{
    private const int PermissionDenied = 13;
    private const int StopPatience = 15_000;
    private const int MostErrorText = 4_000;

    private readonly Process _process;
    private readonly Stream _input;
    private readonly StringBuilder _errors = new();
    private readonly object _writing = new();

    private AzsregProcess(Process process)
    {
        _process = process;
        // The bytes themselves: the writer above them would use, and announce, the console's code page.
        _input = process.StandardInput.BaseStream;
        process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors)
            {
                if (line.Data is not null && _errors.Length < MostErrorText) _errors.AppendLine(line.Data);
            }
        };
        process.BeginErrorReadLine();
    }

    /// <summary>What the program said on its error stream, which is meant for nobody.</summary>
    public string Errors
    {
        get { lock (_errors) return _errors.ToString().Trim(); }
    }

    /// <summary>Starts the program.</summary>
    /// <exception cref="AzsregFailure">It cannot be started (AZR1043).</exception>
    public static AzsregProcess Start(AzsregLocation location, string folder)
    {
        try
        {
            return new AzsregProcess(Launch(location, folder));
        }
        catch (Win32Exception exception)
        {
            throw Failures.ProgramMissing($"'{location.File}' could not be started: {exception.Message}");
        }
    }

    /// <summary>Writes a line.</summary>
    /// <exception cref="AzsregFailure">The program has ended (AZR1044).</exception>
    public void Write(string line)
    {
        try
        {
            var bytes = Encoding.ASCII.GetBytes(line + "\n");
            lock (_writing)
            {
                _input.Write(bytes, 0, bytes.Length);
                _input.Flush();
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            throw Ended();
        }
    }

    /// <summary>Reads a line; waits for it.</summary>
    /// <exception cref="AzsregFailure">The program has ended (AZR1044).</exception>
    public string Read()
    {
        try
        {
            return _process.StandardOutput.ReadLine() ?? throw Ended();
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            throw Ended();
        }
    }

    /// <summary>Ends the program if it does not end by itself in time.</summary>
    public void EndSoon() => Task.Run(() =>
    {
        try
        {
            if (!_process.WaitForExit(StopPatience)) _process.Kill();
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            // It has ended.
        }
    });

    public void Dispose()
    {
        try
        {
            _input.Dispose();
        }
        catch (IOException)
        {
            // The pipe is broken: the program has ended.
        }

        try
        {
            if (!_process.WaitForExit(StopPatience)) _process.Kill();
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            // It has ended.
        }

        _process.Dispose();
    }

    private static Process Launch(AzsregLocation location, string folder)
    {
        try
        {
            return StartOnce(location, folder);
        }
        catch (Win32Exception exception) when (exception.NativeErrorCode == PermissionDenied && Path.DirectorySeparatorChar == '/')
        {
            // Expand-Archive leaves the mode bits of a zip behind.
            MakeExecutable(location.File);
            return StartOnce(location, folder);
        }
    }

    private static Process StartOnce(AzsregLocation location, string folder)
    {
        using var self = Process.GetCurrentProcess();
        return Process.Start(new ProcessStartInfo(location.File, location.Arguments(self.Id))
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        })!;
    }

    private static void MakeExecutable(string file)
    {
        using var chmod = Process.Start(new ProcessStartInfo("/bin/chmod", $"u+x \"{file}\"") { UseShellExecute = false });
        chmod!.WaitForExit();
    }

    private AzsregFailure Ended()
    {
        _process.WaitForExit(1_000);
        return Failures.ProgramEnded(Errors is { Length: > 0 } said ? said : "It said nothing.");
    }
}
