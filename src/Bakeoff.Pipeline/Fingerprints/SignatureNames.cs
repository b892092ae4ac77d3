using System.Collections.Immutable;
using System.Globalization;
using System.Reflection.Metadata;

namespace Bakeoff.Pipeline.Fingerprints;

/// <summary>Writes signatures as text with full names, and collects the keys of the types in them.</summary>
/// <remarks>
/// The text leaves a type's assembly out, so that a type of the runtime that moves to another assembly changes nothing.
/// </remarks>
internal sealed class SignatureNames(TypeNames types, MetadataReader metadata, ISet<string> references)
    : ISignatureTypeProvider<string, object?>
{
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

    public static string Write(MethodSignature<string> signature) => string.Create(
        CultureInfo.InvariantCulture,
        $"{signature.Header} {signature.GenericParameterCount} {signature.ReturnType} ({string.Join(',', signature.ParameterTypes)})");

    /// <summary>Full name of a type, whether defined here, referenced or constructed.</summary>
    public string NameOf(EntityHandle handle) => handle.Kind switch
    {
        HandleKind.TypeDefinition or HandleKind.TypeReference => Noted(handle),
        HandleKind.TypeSpecification => metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(this, null),
        _ => throw new BadImageFormatException($"a type is named by a {handle.Kind}."),
    };

    private string Noted(EntityHandle handle)
    {
        references.Add(types.KeyOf(handle));
        return types.FullName(handle);
    }
}
