using System.Runtime.InteropServices;
using Bakeoff.Neural.Engines;
using Bakeoff.Options;

namespace Bakeoff.TorchSharp;

/// <summary>Loads libtorch from the engine's own folder.</summary>
internal static partial class NativeLibraries
{
    /// <summary>Loads the library that TorchSharp calls and its dependencies. If this failed later,
    /// TorchSharp would search and copy packages and hide the reason.</summary>
    /// <param name="engine">Name of the engine, for messages.</param>
    /// <exception cref="EngineException">The library is missing, or this machine lacks a
    /// dependency; the message is the loader's own.</exception>
    public static void Load(string engine)
    {
        var file =
            OperatingSystem.IsWindows() ? "LibTorchSharp.dll"
            : OperatingSystem.IsMacOS() ? "libLibTorchSharp.dylib"
            : "libLibTorchSharp.so";
        LetThreadsSleep();
        var path = Path.Combine(Path.GetDirectoryName(typeof(NativeLibraries).Assembly.Location)!, file);
        try
        {
            NativeLibrary.Load(path);
        }
        catch (DllNotFoundException exception)
        {
            // The first line is advice on searching; the system loader's own messages follow, one line for each place tried.
            var lines = exception.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var reason = lines.Skip(1).FirstOrDefault() ?? exception.Message;
            throw new EngineException(engine, Describe(reason), exception);
        }
    }

    // OpenMP reads this when it is loaded. Unless told otherwise its threads wait for each other by spinning, for which two of them on a busy
    // machine of two cores took more than six times as long as one alone. What a user has set stays.
    private static void LetThreadsSleep()
    {
        const string variable = "OMP_WAIT_POLICY", policy = "PASSIVE";
        if (!OperatingSystem.IsWindows())
        {
            // .NET's own method changes a copy that native libraries do not see.
            _ = SetEnvironmentVariable(variable, policy, overwrite: 0);
        }
        else if (Environment.GetEnvironmentVariable(variable) is null)
        {
            Environment.SetEnvironmentVariable(variable, policy);
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironmentVariable(string name, string value, int overwrite);

    private static ErrorDetails Describe(string reason) =>
        reason.Contains("GLIBCXX_", StringComparison.Ordinal)
            ? new ErrorDetails($"libtorch cannot be loaded: {reason}")
            {
                Rule = "the C++ library of GCC 13 or later (GLIBCXX_3.4.32), which Debian 13, Ubuntu 24.04 and Fedora 38 have and "
                    + "Debian 12 and Ubuntu 22.04 lack",
                NextStep = "Use engine: managed on this machine, or torchsharp on a newer system or in a container of one.",
            }
            : new ErrorDetails($"libtorch cannot be loaded: {reason}")
            {
                NextStep = "Use engine: managed on this machine. docs/engines.md lists the systems that libtorch runs on.",
            };
}
