using System.Runtime.InteropServices;
using Bakeoff.Neural.Engines;
using Bakeoff.Options;

namespace Bakeoff.TorchSharp;

/// <summary>Loads libtorch from the engine's own folder.</summary>
internal static class NativeLibraries
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
        var path = Path.Combine(Path.GetDirectoryName(typeof(NativeLibraries).Assembly.Location)!, file);
        try
        {
            NativeLibrary.Load(path);
        }
        catch (DllNotFoundException exception)
        {
            // The first line is advice on searching; the system loader's own messages follow, one line for each place tried.
            var lines = exception.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var details = new ErrorDetails(
                $"libtorch cannot be loaded on this machine: {lines.Skip(1).FirstOrDefault() ?? exception.Message}")
            {
                NextStep = "It needs a newer system; engine: managed runs on this one.",
            };
            throw new EngineException(engine, details, exception);
        }
    }
}
