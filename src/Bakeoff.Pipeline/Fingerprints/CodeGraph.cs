using System.Reflection.PortableExecutable;
using System.Text;
using Bakeoff.Options.Files;

namespace Bakeoff.Pipeline.Fingerprints;

/// <summary>All types of some assemblies with their digests and references, read from metadata without loading the assemblies.</summary>
internal sealed class CodeGraph
{
    /// <summary>The type whose static constructor runs before anything else in an assembly.</summary>
    private const string ModuleType = "<Module>";

    private static readonly string SystemException = SignatureNames.KeySeparator + typeof(Exception).FullName;

    private readonly PackageIdentities _packages;
    private readonly Dictionary<string, CodeType> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _implementations = new(StringComparer.Ordinal);

    /// <summary>Reads the assemblies.</summary>
    /// <param name="folder">Folder with the compiled assemblies and packages.</param>
    /// <param name="assemblies">Names of the assemblies whose types are followed.</param>
    /// <param name="apart">Names of assemblies that never decide a result, although types in them are named.</param>
    public CodeGraph(string folder, IReadOnlyList<string> assemblies, IReadOnlyList<string> apart)
    {
        _packages = new PackageIdentities(folder, [.. assemblies, .. apart]);
        foreach (var assembly in assemblies)
        {
            var bytes = File.ReadAllBytes(PathOf(folder, assembly));
            using var image = new PEReader(new MemoryStream(bytes));
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

                list.Add(type.Key);
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
        return reached.Values
            .GroupBy(t => t.Assembly, StringComparer.Ordinal)
            .Select(g => KeyValuePair.Create(g.Key, ContentDigest.OfText(string.Join('\n', g.Select(t => $"{t.Name} {t.Digest}")))))
            .Concat(_packages.Behind(packages))
            .ToDictionary(d => d.Key, d => d.Value, StringComparer.Ordinal);
    }

    /// <summary>Keys of the types that count, in ordinal order.</summary>
    /// <param name="roots">Keys of types.</param>
    public IReadOnlyList<string> TypesFrom(IReadOnlyList<string> roots) => [.. Follow(roots).Types.Keys];

    private (SortedDictionary<string, CodeType> Types, HashSet<string> Packages) Follow(IReadOnlyList<string> roots)
    {
        var named = new HashSet<string>(StringComparer.Ordinal);
        var reached = new SortedDictionary<string, CodeType>(StringComparer.Ordinal);
        var pending = new Stack<string>();
        foreach (var root in roots)
        {
            if (!_types.ContainsKey(root))
            {
                throw new ArgumentException(
                    $"type '{root}' is in none of the fingerprinted assemblies. Add its assembly to the list.", nameof(roots));
            }

            pending.Push(root);
        }

        while (pending.TryPop(out var name))
        {
            if (_types.TryGetValue(name, out var type))
            {
                if (!type.IsOutside && reached.TryAdd(name, type))
                {
                    PushNext(type, pending);
                }
            }
            else
            {
                named.Add(name.Split(SignatureNames.KeySeparator)[0]);
            }
        }

        return (reached, named);
    }

    private void PushNext(CodeType type, Stack<string> pending)
    {
        pending.Push(SignatureNames.Key(type.Assembly, ModuleType));
        foreach (var reference in type.References)
        {
            pending.Push(reference);
        }

        // A call through an interface or a base class may land in any implementation.
        foreach (var called in type.DispatchedOn)
        {
            foreach (var implementation in ImplementationsOf(called))
            {
                pending.Push(implementation);
            }
        }
    }

    private IEnumerable<string> ImplementationsOf(string name)
    {
        // What is only reached through a type outside the fingerprint is outside as well:
        // a base class that carries all stages must not let one stage count the others.
        // Exceptions are made only where they are thrown, and are reached from there.
        if (!_types.TryGetValue(name, out var type)
            || type.IsOutside
            || !type.CanBeImplemented
            || IsException(type)
            || !_implementations.TryGetValue(name, out var direct))
        {
            return [];
        }

        return direct.SelectMany(d => ImplementationsOf(d).Prepend(d));
    }

    private bool IsException(CodeType type) => type.Parents.Any(parent =>
        parent.EndsWith(SystemException, StringComparison.Ordinal) || (_types.TryGetValue(parent, out var known) && IsException(known)));

    private static string PathOf(string folder, string assembly) => Path.Combine(folder, assembly + ".dll");
}
