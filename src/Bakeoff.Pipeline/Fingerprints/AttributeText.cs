using System.Reflection.Metadata;
using System.Text;
using System.Text.Json.Serialization;

namespace Bakeoff.Pipeline.Fingerprints;

/// <summary>Writes the attributes that can change what code does, since a serializer or other reflection may read them.</summary>
internal sealed class AttributeText(MetadataReader metadata, TypeNames names)
{
    /// <summary>Beginnings of the names of attributes that only compilers, debuggers and people read.</summary>
    private static readonly string[] Inert =
    [
        "System.Runtime.CompilerServices.",
        "System.Diagnostics.",
        "System.CodeDom.Compiler.",
        "System.ComponentModel.EditorBrowsable",
        "System.ObsoleteAttribute",
        "Microsoft.CodeAnalysis.",
    ];

    /// <summary>The one attribute in an inert namespace that changes what a type holds.</summary>
    private const string Holding = "System.Runtime.CompilerServices.InlineArrayAttribute";

    /// <summary>Appends one line an attribute.</summary>
    /// <returns>True if one of them lists derived types for a serializer.</returns>
    public bool Write(StringBuilder text, CustomAttributeHandleCollection attributes)
    {
        var hasDerived = false;
        foreach (var handle in attributes)
        {
            var name = NameOf(handle);
            if (name != Holding && Array.Exists(Inert, i => name.StartsWith(i, StringComparison.Ordinal)))
            {
                continue;
            }

            var value = Convert.ToHexStringLower(metadata.GetBlobBytes(metadata.GetCustomAttribute(handle).Value));
            text.Append(" attribute ").Append(name).Append(' ').Append(value).Append('\n');
            hasDerived |= name == typeof(JsonDerivedTypeAttribute).FullName;
        }

        return hasDerived;
    }

    /// <summary>True if an attribute of that type is among them.</summary>
    public bool Has(CustomAttributeHandleCollection attributes, string name) => attributes.Any(a => NameOf(a) == name);

    /// <summary>Name of the attribute's type, which is no reference of the type that carries it: code that reads it names it.</summary>
    private string NameOf(CustomAttributeHandle handle)
    {
        var constructor = metadata.GetCustomAttribute(handle).Constructor;
        var type = constructor.Kind == HandleKind.MemberReference
            ? metadata.GetMemberReference((MemberReferenceHandle)constructor).Parent
            : metadata.GetMethodDefinition((MethodDefinitionHandle)constructor).GetDeclaringType();
        return type.Kind == HandleKind.TypeSpecification ? names.KeyOf(type).Split(TypeNames.KeySeparator)[^1] : names.FullName(type);
    }
}
