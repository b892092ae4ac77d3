using System.Reflection;
using System.Runtime.Loader;

namespace Bakeoff.Neural.Engines;

/// <summary>Loads an engine's assemblies and native libraries from its folder. Assemblies
/// that it shares with Bakeoff come from Bakeoff.</summary>
internal sealed class EngineLoadContext(string assemblyPath) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(assemblyPath))
{
    private readonly AssemblyDependencyResolver _resolver = new(assemblyPath);
    private readonly string _folder = Path.GetDirectoryName(assemblyPath)!;

    /// <summary>True for assemblies that engines share with Bakeoff instead of bringing their own copy.</summary>
    public static bool IsShared(string? assembly) =>
        assembly is "Bakeoff.Neural" or "Bakeoff.Encoders" or "Bakeoff.Audio" or "Bakeoff.Numerics" or "Bakeoff.Options" or "YamlDotNet";

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // A second copy of Bakeoff.Neural would have its own ITrainingEngine; other assemblies may be of another version than ours.
        if (IsShared(assemblyName.Name))
        {
            return null;
        }

        return _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        var path = _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) ?? Path.Combine(_folder, unmanagedDllName);
        return File.Exists(path) ? LoadUnmanagedDllFromPath(path) : 0;
    }
}
