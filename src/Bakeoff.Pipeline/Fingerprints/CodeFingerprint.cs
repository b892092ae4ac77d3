using System.Collections.Concurrent;

namespace Bakeoff.Pipeline.Fingerprints;

/// <summary>Digests of the code that implements a stage, found automatically from the compiled assemblies.</summary>
/// <remarks>
/// From a stage's type, everything reachable is followed: types named in signatures and instructions, and all implementations behind
/// interfaces and abstract classes that are called. Each type's digest covers its fields, constants, constant data, attributes and
/// instructions, with names in place of metadata tokens; comments, line numbers and documentation do not count. An assembly's embedded
/// files count where code opens them. Of a package that is used, and of those behind it, the identity of the build counts. The runtime
/// does not count: its version stands in the record of a run.
/// </remarks>
public sealed class CodeFingerprint
{
    // Digests that this process computed, by all that they depend on: several projects in one process read the same assemblies.
    private static readonly ConcurrentDictionary<string, string> Computed = new(StringComparer.Ordinal);

    private readonly string _folder;
    private readonly IReadOnlyList<string> _assemblies;
    private readonly IReadOnlyList<string> _apart;
    private readonly string? _cachePath;
    private readonly Dictionary<string, IReadOnlyDictionary<string, string>> _known = new(StringComparer.Ordinal);
    private Dictionary<string, string>? _cache;
    private CodeGraph? _graph;
    private string? _identity;

    /// <summary>Creates the reader; nothing is read yet.</summary>
    /// <param name="folder">Folder with the compiled assemblies.</param>
    /// <param name="assemblies">Names of the assemblies that count, without <c>.dll</c>.</param>
    /// <param name="apart">Names of assemblies that carry results and never make them: naming their types counts for nothing.</param>
    /// <param name="cachePath">
    /// File that remembers digests between processes, or null for none. It is checked against the assemblies' own identities.
    /// </param>
    public CodeFingerprint(string folder, IReadOnlyList<string> assemblies, IReadOnlyList<string> apart, string? cachePath)
    {
        _folder = folder;
        _assemblies = assemblies;
        _apart = apart;
        _cachePath = cachePath;
    }

    /// <summary>Digests of the code reachable from some types.</summary>
    /// <param name="roots">Where to start, usually one stage's type.</param>
    /// <returns>By assembly name: SHA-256 in hex, or the identity of a package; assemblies that contribute nothing are absent.</returns>
    public IReadOnlyDictionary<string, string> Of(IReadOnlyList<Type> roots)
    {
        var names = roots.Select(r => TypeNames.Key(r.Assembly.GetName().Name!, r.FullName!)).Order(StringComparer.Ordinal).ToList();
        var key = string.Join(';', names);
        if (_known.TryGetValue(key, out var digests))
        {
            return digests;
        }

        _identity ??= CodeGraph.IdentityOf(_folder, _assemblies);
        _cache ??= ReadCache();
        var cacheKey = $"{_identity} {key}";
        if (!_cache.TryGetValue(cacheKey, out var text))
        {
            text = Computed.GetOrAdd($"{cacheKey} {string.Join(';', _apart)}", _ => Compute(names));
            _cache[cacheKey] = text;
            if (_cachePath is not null)
            {
                DigestCacheFile.TryWrite(_cachePath, _cache);
            }
        }

        digests = text.Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('='))
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        _known[key] = digests;
        return digests;
    }

    private string Compute(IReadOnlyList<string> names)
    {
        _graph ??= new CodeGraph(_folder, _assemblies, _apart);
        return string.Join(';', _graph.DigestsFrom(names).OrderBy(d => d.Key, StringComparer.Ordinal).Select(d => $"{d.Key}={d.Value}"));
    }

    /// <summary>The remembered digests of this build; those of other builds are dropped, for they would only pile up.</summary>
    private Dictionary<string, string> ReadCache() => _cachePath is null ? [] : DigestCacheFile.ReadOrEmpty(_cachePath)
        .Where(e => e.Key.StartsWith(_identity!, StringComparison.Ordinal))
        .ToDictionary(e => e.Key, e => e.Value, StringComparer.Ordinal);
}
