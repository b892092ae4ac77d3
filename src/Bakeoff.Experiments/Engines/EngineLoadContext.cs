using System.Reflection;
using System.Runtime.Loader;

namespace Bakeoff.Experiments.Engines;

/// <summary>Loads an engine's assemblies and native libraries from its folder; what it shares with Bakeoff comes from Bakeoff.</summary>
internal sealed class EngineLoadContext(string assemblyPath) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(assemblyPath))
{
    private readonly AssemblyDependencyResolver _resolver = new(assemblyPath);
    private readonly string _folder = Path.GetDirectoryName(assemblyPath)!;

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // A second copy of Bakeoff.Neural would have an ITrainingEngine of its own; everything else may be of another version than ours.
        if (assemblyName.Name is "Bakeoff.Neural" or "Bakeoff.Numerics")
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
