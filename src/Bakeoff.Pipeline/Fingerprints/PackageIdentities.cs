using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Bakeoff.Pipeline.Fingerprints;

/// <summary>The builds of the packages behind code: another version may compute something else.</summary>
/// <remarks>
/// A package counts whole, with the packages it uses itself. The runtime's own assemblies lie elsewhere and are not counted.
/// </remarks>
/// <param name="folder">Folder with the packages' assemblies.</param>
/// <param name="followed">Names of assemblies that are not packages.</param>
internal sealed class PackageIdentities(string folder, IReadOnlyCollection<string> followed)
{
    /// <summary>Identities of the packages among the given assemblies and of all they use, by assembly name.</summary>
    public IEnumerable<KeyValuePair<string, string>> Behind(IEnumerable<string> assemblies)
    {
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var pending = new Stack<string>(assemblies);
        while (pending.TryPop(out var name))
        {
            var path = Path.Combine(folder, name + ".dll");
            if (followed.Contains(name) || found.ContainsKey(name) || !File.Exists(path))
            {
                continue;
            }

            using var stream = File.OpenRead(path);
            using var image = new PEReader(stream);
            var metadata = image.GetMetadataReader();
            found[name] = IdentityOf(metadata);
            foreach (var reference in metadata.AssemblyReferences)
            {
                pending.Push(metadata.GetString(metadata.GetAssemblyReference(reference).Name));
            }
        }

        return found;
    }

    /// <summary>Version and identity of one compilation of an assembly, the same after it was compiled ahead.</summary>
    public static string IdentityOf(string path)
    {
        using var stream = File.OpenRead(path);
        using var image = new PEReader(stream);
        return IdentityOf(image.GetMetadataReader());
    }

    private static string IdentityOf(MetadataReader metadata)
    {
        var build = metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
        return FormattableString.Invariant($"{metadata.GetAssemblyDefinition().Version} {build:N}");
    }
}
