using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Bakeoff.Pipeline.Fingerprints;

/// <summary>Writes signatures as text with full names, and collects the names.</summary>
internal sealed class SignatureNames(MetadataReader metadata, ISet<string> references) : ISignatureTypeProvider<string, object?>
{
    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => Note(FullName(handle));

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => Note(FullName(handle));

    public string GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    public string GetArrayType(string elementType, ArrayShape shape) => FormattableString.Invariant($"{elementType}[{shape.Rank}]");

    public string GetByReferenceType(string elementType) => elementType + "&";

    public string GetFunctionPointerType(MethodSignature<string> signature) => $"fn({Write(signature)})";

    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) => $"{genericType}<{string.Join(',', typeArguments)}>";

    public string GetGenericMethodParameter(object? genericContext, int index) => FormattableString.Invariant($"!!{index}");

    public string GetGenericTypeParameter(object? genericContext, int index) => FormattableString.Invariant($"!{index}");

    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => $"{unmodifiedType} mod {modifier}";

    public string GetPinnedType(string elementType) => elementType + " pinned";

    public string GetPointerType(string elementType) => elementType + "*";

    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();

    public string GetSZArrayType(string elementType) => elementType + "[]";

    public static string Write(MethodSignature<string> signature) => FormattableString.Invariant(
        $"{signature.Header} {signature.GenericParameterCount} {signature.ReturnType} ({string.Join(',', signature.ParameterTypes)})");

    /// <summary>Full name of a type, whether defined here, referenced or constructed.</summary>
    public string NameOf(EntityHandle handle) => handle.Kind switch
    {
        HandleKind.TypeDefinition => Note(FullName((TypeDefinitionHandle)handle)),
        HandleKind.TypeReference => Note(FullName((TypeReferenceHandle)handle)),
        HandleKind.TypeSpecification => metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(this, null),
        _ => throw new BadImageFormatException($"a type is named by a {handle.Kind}."),
    };

    /// <summary>Name of the type without its type arguments.</summary>
    public string BareNameOf(EntityHandle handle)
    {
        // Compiler-made names begin a segment with '<'; only one that follows an arity opens a list of type arguments.
        var name = NameOf(handle);
        var arity = name.IndexOf('`', StringComparison.Ordinal);
        var arguments = arity < 0 ? -1 : name.IndexOf('<', arity);
        return arguments < 0 ? name : name[..arguments];
    }

    public string FullName(TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        var name = metadata.GetString(type.Name);
        if (type.IsNested)
        {
            return FullName(type.GetDeclaringType()) + "+" + name;
        }

        var space = metadata.GetString(type.Namespace);
        return space.Length == 0 ? name : space + "." + name;
    }

    private string FullName(TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        var name = metadata.GetString(type.Name);
        if (type.ResolutionScope.Kind == HandleKind.TypeReference)
        {
            return FullName((TypeReferenceHandle)type.ResolutionScope) + "+" + name;
        }

        var space = metadata.GetString(type.Namespace);
        return space.Length == 0 ? name : space + "." + name;
    }

    private string Note(string name)
    {
        references.Add(name);
        return name;
    }
}
