using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using System.Text;
using Bakeoff.Options.Files;

namespace Bakeoff.Pipeline.Fingerprints;

/// <summary>All types of some assemblies; the code of those that are reached is read, from metadata, without loading the assemblies.</summary>
internal sealed class CodeGraph
{
    /// <summary>The type whose static constructor runs before anything else in an assembly.</summary>
    private const string ModuleType = "<Module>";

    private static readonly string SystemException = TypeNames.KeySeparator + typeof(Exception).FullName;

    private readonly PackageIdentities _packages;
    private readonly Dictionary<string, CodeType> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<CodeType>> _implementations = new(StringComparer.Ordinal);
    private readonly Dictionary<CodeType, IReadOnlyList<CodeType>> _behind = [];
    private readonly Dictionary<CodeType, Links> _links = [];

    /// <summary>Reads the assemblies.</summary>
    /// <param name="folder">Folder with the compiled assemblies and packages.</param>
    /// <param name="assemblies">Names of the assemblies whose types are followed.</param>
    /// <param name="apart">Names of assemblies that never decide a result, although types in them are named.</param>
    public CodeGraph(string folder, IReadOnlyList<string> assemblies, IReadOnlyList<string> apart)
    {
        _packages = new PackageIdentities(folder, [.. assemblies, .. apart]);
        foreach (var assembly in assemblies)
        {
            // In memory, so that no file is held open until the last type is reached.
            var image = new PEReader(ImmutableCollectionsMarshal.AsImmutableArray(File.ReadAllBytes(PathOf(folder, assembly))));
            foreach (var type in new CodeTypeReader(assembly, image).ReadAll())
            {
                _types[type.Key] = type;
            }
        }

        foreach (var type in _types.Values)
        {
            foreach (var parent in type.Parents)
            {
                if (!_implementations.TryGetValue(parent, out var list))
                {
                    _implementations[parent] = list = [];
                }

                list.Add(type);
            }
        }
    }

    /// <summary>
    /// Identity of everything compiled in a folder, for remembering: changes whenever an assembly is compiled from other sources or a
    /// package is another version.
    /// </summary>
    public static string IdentityOf(string folder, IReadOnlyList<string> assemblies)
    {
        var text = new StringBuilder();
        foreach (var assembly in assemblies)
        {
            text.Append(PackageIdentities.IdentityOf(PathOf(folder, assembly))).Append(' ');
        }

        // Packages are many, and files of one version never change.
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*.dll").OrderBy(f => f.Name, StringComparer.Ordinal))
        {
            text.Append(FormattableString.Invariant($"{file.Name} {file.Length} {file.LastWriteTimeUtc.Ticks} "));
        }

        return ContentDigest.OfText(text.ToString())[..16];
    }

    /// <summary>Digests of everything reachable from the given types, by assembly or package.</summary>
    /// <param name="roots">Keys of types.</param>
    public IReadOnlyDictionary<string, string> DigestsFrom(IReadOnlyList<string> roots)
    {
        var (reached, packages) = Follow(roots);
        return reached
            .GroupBy(t => t.Assembly, StringComparer.Ordinal)
            .Select(g => KeyValuePair.Create(g.Key, ContentDigest.OfText(string.Join('\n', g.Select(t => $"{t.Name} {t.Code.Digest}")))))
            .Concat(_packages.Behind(packages))
            .ToDictionary(d => d.Key, d => d.Value, StringComparer.Ordinal);
    }

    /// <summary>Keys of the types that count, in ordinal order.</summary>
    /// <param name="roots">Keys of types.</param>
    public IReadOnlyList<string> TypesFrom(IReadOnlyList<string> roots) => [.. Follow(roots).Types.Select(t => t.Key)];

    /// <returns>The types in ordinal order of their keys, and the names of the other assemblies that they name.</returns>
    private (IReadOnlyList<CodeType> Types, HashSet<string> Packages) Follow(IReadOnlyList<string> roots)
    {
        var packages = new HashSet<string>(StringComparer.Ordinal);
        var reached = new HashSet<CodeType>();
        var pending = new Stack<CodeType>();
        foreach (var root in roots)
        {
            pending.Push(_types.TryGetValue(root, out var type) ? type : throw new ArgumentException(
                $"type '{root}' is in none of the fingerprinted assemblies. Add its assembly to the list.", nameof(roots)));
        }

        while (pending.TryPop(out var type))
        {
            if (!type.IsOutside && reached.Add(type))
            {
                var links = LinksOf(type);
                packages.UnionWith(links.Packages);
                foreach (var next in links.Types)
                {
                    pending.Push(next);
                }
            }
        }

        return ([.. reached.OrderBy(t => t.Key, StringComparer.Ordinal)], packages);
    }

    private Links LinksOf(CodeType type)
    {
        if (_links.TryGetValue(type, out var links))
        {
            return links;
        }

        var types = new HashSet<CodeType>();
        var packages = new HashSet<string>(StringComparer.Ordinal);
        foreach (var key in type.Code.References.Append(TypeNames.Key(type.Assembly, ModuleType)))
        {
            if (_types.TryGetValue(key, out var next))
            {
                types.Add(next);
            }
            else
            {
                packages.Add(key[..Math.Max(key.IndexOf(TypeNames.KeySeparator, StringComparison.Ordinal), 0)]);
            }
        }

        // A call through an interface or a base class may land in any implementation.
        foreach (var key in type.Code.DispatchedOn)
        {
            if (_types.TryGetValue(key, out var called))
            {
                types.UnionWith(ImplementationsOf(called));
            }
        }

        return _links[type] = new Links(types, packages);
    }

    private IReadOnlyList<CodeType> ImplementationsOf(CodeType type)
    {
        if (!_behind.TryGetValue(type, out var all))
        {
            // What is only reached through a type outside the fingerprint is outside as well:
            // a base class that carries all stages must not let one stage count the others.
            // Exceptions are made only where they are thrown, and are reached from there.
            all = type.IsOutside || !type.CanBeImplemented || IsException(type) || !_implementations.TryGetValue(type.Key, out var direct)
                ? []
                : [.. direct, .. direct.SelectMany(ImplementationsOf)];
            _behind[type] = all;
        }

        return all;
    }

    private bool IsException(CodeType type) => type.Parents.Any(parent =>
        parent.EndsWith(SystemException, StringComparison.Ordinal) || (_types.TryGetValue(parent, out var known) && IsException(known)));

    private static string PathOf(string folder, string assembly) => Path.Combine(folder, assembly + ".dll");

    /// <summary>Where the code of a type leads: types that are followed, and names of other assemblies.</summary>
    private sealed record Links(IReadOnlyCollection<CodeType> Types, IReadOnlyCollection<string> Packages);
}
