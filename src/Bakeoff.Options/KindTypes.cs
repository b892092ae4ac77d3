using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace Bakeoff.Options;

/// <summary>The types with a <see cref="KindAttribute"/>, read from metadata: asking each type would load every type of its assembly.</summary>
internal static class KindTypes
{
    private static readonly ConcurrentDictionary<Assembly, IReadOnlyList<Type>> Known = new();

    /// <summary>The types of an assembly that carry the attribute. Thread-safe; reads each assembly once.</summary>
    public static IReadOnlyList<Type> In(Assembly assembly) => Known.GetOrAdd(assembly, Find);

    private static unsafe IReadOnlyList<Type> Find(Assembly assembly)
    {
        if (!assembly.TryGetRawMetadata(out var start, out var length))
        {
            // An assembly that was made in memory has none.
            return [.. assembly.GetTypes().Where(static type => type.IsDefined(typeof(KindAttribute), inherit: false))];
        }

        var metadata = new MetadataReader(start, length);
        var types = new List<Type>();
        foreach (var handle in metadata.CustomAttributes)
        {
            var attribute = metadata.GetCustomAttribute(handle);
            if (attribute.Parent.Kind == HandleKind.TypeDefinition && IsKind(metadata, attribute.Constructor))
            {
                types.Add(assembly.ManifestModule.ResolveType(MetadataTokens.GetToken(attribute.Parent)));
            }
        }

        return types;
    }

    // In other assemblies than this one the attribute is a reference.
    private static bool IsKind(MetadataReader metadata, EntityHandle constructor)
    {
        if (constructor.Kind != HandleKind.MemberReference
            || metadata.GetMemberReference((MemberReferenceHandle)constructor).Parent is not { Kind: HandleKind.TypeReference } parent)
        {
            return false;
        }

        var type = metadata.GetTypeReference((TypeReferenceHandle)parent);
        return metadata.StringComparer.Equals(type.Name, nameof(KindAttribute))
            && metadata.StringComparer.Equals(type.Namespace, typeof(KindAttribute).Namespace!);
    }
}
