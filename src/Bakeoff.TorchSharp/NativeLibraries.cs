using System.Runtime.InteropServices;
using Bakeoff.Neural.Engines;

namespace Bakeoff.TorchSharp;

/// <summary>Loads libtorch from the engine's own folder.</summary>
internal static class NativeLibraries
{
    /// <summary>Loads the library that TorchSharp calls, with everything it needs. Where that fails, TorchSharp would search and copy packages and hide the reason.</summary>
    /// <exception cref="EngineException">It is missing, or this machine lacks something it needs; the message is the loader's own.</exception>
    public static void Load(string engine)
    {
        var file = OperatingSystem.IsWindows() ? "LibTorchSharp.dll" : OperatingSystem.IsMacOS() ? "libLibTorchSharp.dylib" : "libLibTorchSharp.so";
        var path = Path.Combine(Path.GetDirectoryName(typeof(NativeLibraries).Assembly.Location)!, file);
        try
        {
            NativeLibrary.Load(path);
        }
        catch (DllNotFoundException fault)
        {
            // Advice on how to search comes first; what the system's loader said, a line for each place that was tried, comes after.
            var reason = fault.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Skip(1).FirstOrDefault() ?? fault.Message;
            throw new EngineException(engine, $"libtorch cannot be loaded on this machine: {reason}. It needs a newer system; engine: managed runs on this one.", fault);
        }
    }
}
