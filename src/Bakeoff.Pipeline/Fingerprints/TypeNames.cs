using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace Bakeoff.Pipeline.Fingerprints;

/// <summary>Full names and keys of the types that one assembly defines or refers to, each made once.</summary>
/// <remarks>A key is <c>assembly/full name</c>: source generators make types of equal names in several assemblies.</remarks>
/// <param name="assembly">Name of the assembly.</param>
/// <param name="metadata">Its metadata.</param>
internal sealed class TypeNames(string assembly, MetadataReader metadata)
{
    /// <summary>Separates the assembly's name from the type's in a key.</summary>
    public const char KeySeparator = '/';

    private readonly TypeName?[] _defined = new TypeName?[metadata.GetTableRowCount(TableIndex.TypeDef) + 1];
    private readonly TypeName?[] _referred = new TypeName?[metadata.GetTableRowCount(TableIndex.TypeRef) + 1];

    /// <summary>Key of a type by the names of its assembly and its own.</summary>
    public static string Key(string assembly, string fullName) => assembly + KeySeparator + fullName;

    /// <summary>
    /// Key of a type without its type arguments; empty for what nothing can stand behind: arrays, pointers, type parameters.
    /// </summary>
    public string KeyOf(EntityHandle handle) => handle.Kind == HandleKind.TypeSpecification
        ? KeyOfConstructed(metadata.GetTypeSpecification((TypeSpecificationHandle)handle))
        : Find(handle).Key;

    /// <summary>Full name without the assembly, nested types after a plus sign.</summary>
    public string FullName(EntityHandle handle) => Find(handle).Full;

    private TypeName Find(EntityHandle handle)
    {
        var row = MetadataTokens.GetRowNumber(handle);
        return handle.Kind switch
        {
            HandleKind.TypeDefinition => _defined[row] ??= Define((TypeDefinitionHandle)handle),
            HandleKind.TypeReference => _referred[row] ??= Refer((TypeReferenceHandle)handle),
            _ => throw new BadImageFormatException($"a type is named by a {handle.Kind}."),
        };
    }

    private TypeName Define(TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        var full = Join(type.Namespace, type.Name, type.GetDeclaringType());
        return new TypeName(full, Key(assembly, full));
    }

    private TypeName Refer(TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        var full = Join(type.Namespace, type.Name, type.ResolutionScope.Kind == HandleKind.TypeReference ? type.ResolutionScope : default);
        return new TypeName(full, Key(AssemblyOf(handle), full));
    }

    private string Join(StringHandle space, StringHandle name, EntityHandle outer) =>
        !outer.IsNil ? FullName(outer) + "+" + metadata.GetString(name)
        : space.IsNil ? metadata.GetString(name)
        : metadata.GetString(space) + "." + metadata.GetString(name);

    private string AssemblyOf(TypeReferenceHandle handle)
    {
        var scope = metadata.GetTypeReference(handle).ResolutionScope;
        return scope.Kind switch
        {
            HandleKind.TypeReference => AssemblyOf((TypeReferenceHandle)scope),
            HandleKind.AssemblyReference => metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)scope).Name),
            _ => assembly,
        };
    }

    private string KeyOfConstructed(TypeSpecification type)
    {
        var signature = metadata.GetBlobReader(type.Signature);
        if (signature.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
        {
            return string.Empty;
        }

        // The byte that tells classes from value types.
        signature.ReadCompressedInteger();
        return KeyOf(signature.ReadTypeHandle());
    }

    private sealed record TypeName(string Full, string Key);
}
