using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using System.Text;

namespace Bakeoff.Pipeline.Fingerprints;

/// <summary>All types of some assemblies with their digests and references, read from metadata without loading the assemblies.</summary>
internal sealed class CodeGraph
{
    private readonly Dictionary<string, CodeType> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _implementations = new(StringComparer.Ordinal);

    public CodeGraph(string folder, IReadOnlyList<string> assemblies)
    {
        foreach (var assembly in assemblies)
        {
            var bytes = File.ReadAllBytes(PathOf(folder, assembly));
            using var image = new PEReader(new MemoryStream(bytes));
            foreach (var type in new CodeTypeReader(assembly, image).ReadAll())
            {
                _types[type.Name] = type;
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

                list.Add(type.Name);
            }
        }
    }

    /// <summary>Identity of the compiled assemblies: changes whenever one of them is compiled from other sources.</summary>
    public static string IdentityOf(string folder, IReadOnlyList<string> assemblies)
    {
        var text = new StringBuilder();
        foreach (var assembly in assemblies)
        {
            using var stream = File.OpenRead(PathOf(folder, assembly));
            using var image = new PEReader(stream);
            var metadata = image.GetMetadataReader();
            text.Append(metadata.GetGuid(metadata.GetModuleDefinition().Mvid)).Append(' ');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..16];
    }

    /// <summary>Digests of everything reachable from the given types, by assembly.</summary>
    public IReadOnlyDictionary<string, string> DigestsFrom(IReadOnlyList<string> roots)
    {
        var reached = new SortedDictionary<string, CodeType>(StringComparer.Ordinal);
        var pending = new Stack<string>();
        foreach (var root in roots)
        {
            if (!_types.ContainsKey(root))
            {
                throw new ArgumentException($"type '{root}' is in none of the fingerprinted assemblies. Add its assembly to the list.", nameof(roots));
            }

            pending.Push(root);
        }

        while (pending.TryPop(out var name))
        {
            if (!_types.TryGetValue(name, out var type) || type.IsOutside || !reached.TryAdd(name, type))
            {
                continue;
            }

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

        return reached.Values
            .GroupBy(t => t.Assembly, StringComparer.Ordinal)
            .ToDictionary(
                g => g.Key,
                g => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', g.Select(t => $"{t.Name} {t.Digest}"))))),
                StringComparer.Ordinal);
    }

    private IEnumerable<string> ImplementationsOf(string name)
    {
        if (!_types.TryGetValue(name, out var type) || !type.CanBeImplemented || !_implementations.TryGetValue(name, out var direct))
        {
            return [];
        }

        return direct.SelectMany(d => ImplementationsOf(d).Prepend(d));
    }

    private static string PathOf(string folder, string assembly) => Path.Combine(folder, assembly + ".dll");
}
