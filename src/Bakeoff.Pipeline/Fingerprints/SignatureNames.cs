using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Bakeoff.Pipeline.Fingerprints;

/// <summary>Writes signatures as text with full names, and collects the keys of the types in them.</summary>
/// <remarks>
/// A key is <c>assembly/full name</c>: source generators make types of equal names in several assemblies. The text leaves the assembly
/// out, so that a type of the runtime that moves to another assembly changes nothing.
/// </remarks>
internal sealed class SignatureNames(string assembly, MetadataReader metadata, ISet<string> references)
    : ISignatureTypeProvider<string, object?>
{
    /// <summary>Separates the assembly's name from the type's in a key.</summary>
    public const char KeySeparator = '/';

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => Noted(handle);

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => Noted(handle);

    public string GetTypeFromSpecification(
        MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    public string GetArrayType(string elementType, ArrayShape shape) => FormattableString.Invariant($"{elementType}[{shape.Rank}]");

    public string GetByReferenceType(string elementType) => elementType + "&";

    public string GetFunctionPointerType(MethodSignature<string> signature) => $"fn({Write(signature)})";

    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) =>
        $"{genericType}<{string.Join(',', typeArguments)}>";

    public string GetGenericMethodParameter(object? genericContext, int index) => FormattableString.Invariant($"!!{index}");

    public string GetGenericTypeParameter(object? genericContext, int index) => FormattableString.Invariant($"!{index}");

    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => $"{unmodifiedType} mod {modifier}";

    public string GetPinnedType(string elementType) => elementType + " pinned";

    public string GetPointerType(string elementType) => elementType + "*";

    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();

    public string GetSZArrayType(string elementType) => elementType + "[]";

    public static string Write(MethodSignature<string> signature) => FormattableString.Invariant(
        $"{signature.Header} {signature.GenericParameterCount} {signature.ReturnType} ({string.Join(',', signature.ParameterTypes)})");

    /// <summary>Key of a type by the names of its assembly and its own.</summary>
    public static string Key(string assembly, string fullName) => assembly + KeySeparator + fullName;

    /// <summary>Full name of a type, whether defined here, referenced or constructed.</summary>
    public string NameOf(EntityHandle handle) => handle.Kind switch
    {
        HandleKind.TypeDefinition or HandleKind.TypeReference => Noted(handle),
        HandleKind.TypeSpecification => metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(this, null),
        _ => throw new BadImageFormatException($"a type is named by a {handle.Kind}."),
    };

    /// <summary>
    /// Key of a type without its type arguments; empty for what nothing can stand behind: arrays, pointers, type parameters.
    /// </summary>
    public string KeyOf(EntityHandle handle) => handle.Kind switch
    {
        HandleKind.TypeDefinition => Key(assembly, FullName(handle)),
        HandleKind.TypeReference => Key(AssemblyOf((TypeReferenceHandle)handle), FullName(handle)),
        HandleKind.TypeSpecification => KeyOfConstructed(metadata.GetTypeSpecification((TypeSpecificationHandle)handle)),
        _ => throw new BadImageFormatException($"a type is named by a {handle.Kind}."),
    };

    /// <summary>Full name without the assembly, nested types after a plus sign. Not counted as a reference.</summary>
    public string FullName(EntityHandle handle)
    {
        var (space, name, outer) = handle.Kind == HandleKind.TypeDefinition
            ? Parts((TypeDefinitionHandle)handle)
            : Parts((TypeReferenceHandle)handle);
        return !outer.IsNil ? FullName(outer) + "+" + name : space.Length == 0 ? name : space + "." + name;
    }

    private (string Space, string Name, EntityHandle Outer) Parts(TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        return (metadata.GetString(type.Namespace), metadata.GetString(type.Name), type.GetDeclaringType());
    }

    private (string Space, string Name, EntityHandle Outer) Parts(TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        var outer = type.ResolutionScope.Kind == HandleKind.TypeReference ? type.ResolutionScope : default;
        return (metadata.GetString(type.Namespace), metadata.GetString(type.Name), outer);
    }

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

    private string Noted(EntityHandle handle)
    {
        references.Add(KeyOf(handle));
        return FullName(handle);
    }
}
