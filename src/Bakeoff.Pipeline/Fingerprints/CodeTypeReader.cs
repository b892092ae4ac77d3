using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text;
using Bakeoff.Options.Files;

namespace Bakeoff.Pipeline.Fingerprints;

/// <summary>Reads the types of one assembly into texts that change exactly when their code does, and digests them.</summary>
internal sealed class CodeTypeReader(string assembly, PEReader image)
{
    /// <summary>Compiler-made holder of constant data; its fields count where they are used, not all together.</summary>
    private const string ConstantData = "<PrivateImplementationDetails>";

    private const string ResourceCall = "System.Reflection.Assembly::GetManifestResource";

    private readonly MetadataReader _metadata = image.GetMetadataReader();

    public IEnumerable<CodeType> ReadAll() => _metadata.TypeDefinitions.Select(Read);

    private CodeType Read(TypeDefinitionHandle handle)
    {
        var references = new SortedSet<string>(StringComparer.Ordinal);
        var dispatched = new SortedSet<string>(StringComparer.Ordinal);
        var names = new SignatureNames(assembly, _metadata, references);
        var attributes = new AttributeText(_metadata, names);
        var type = _metadata.GetTypeDefinition(handle);
        var name = names.FullName(handle);
        var text = new StringBuilder();
        var parents = new List<string>();

        text.Append(name).Append(' ').Append((int)(type.Attributes & ~TypeAttributes.BeforeFieldInit)).Append('\n');
        WriteLayout(text, type);
        if (attributes.Write(text, type.GetCustomAttributes()))
        {
            // The serializer makes the types that the attributes list.
            dispatched.Add(names.KeyOf(handle));
        }

        if (!type.BaseType.IsNil)
        {
            parents.Add(names.KeyOf(type.BaseType));
            text.Append("base ").Append(names.NameOf(type.BaseType)).Append('\n');
        }

        foreach (var implemented in type.GetInterfaceImplementations().Select(i => _metadata.GetInterfaceImplementation(i).Interface))
        {
            parents.Add(names.KeyOf(implemented));
            text.Append("interface ").Append(names.NameOf(implemented)).Append('\n');
        }

        if (name != ConstantData)
        {
            WriteMembers(text, names, dispatched, attributes, type);

            // Closures, iterators and async methods are nested types that the compiler makes.
            foreach (var nested in type.GetNestedTypes().Where(IsMadeByCompiler))
            {
                references.Add(names.KeyOf(nested));
            }
        }

        if (text.ToString().Contains(ResourceCall, StringComparison.Ordinal))
        {
            text.Append("resources ").Append(EmbeddedResources.Digest(_metadata, image)).Append('\n');
        }

        references.Remove(names.KeyOf(handle));
        return new CodeType
        {
            Assembly = assembly,
            Name = name,
            Key = names.KeyOf(handle),
            Digest = ContentDigest.OfText(text.ToString()),
            Parents = parents,
            References = references,
            DispatchedOn = dispatched,
            CanBeImplemented = !type.Attributes.HasFlag(TypeAttributes.Sealed),
            IsOutside = attributes.Has(type.GetCustomAttributes(), typeof(OutsideFingerprintAttribute).FullName!),
        };
    }

    private bool IsMadeByCompiler(TypeDefinitionHandle type) =>
        _metadata.GetString(_metadata.GetTypeDefinition(type).Name).Contains('<', StringComparison.Ordinal);

    private void WriteMembers(
        StringBuilder text, SignatureNames names, SortedSet<string> dispatched, AttributeText attributes, TypeDefinition type)
    {
        foreach (var field in type.GetFields())
        {
            WriteField(text, names, field);
            attributes.Write(text, _metadata.GetFieldDefinition(field).GetCustomAttributes());
        }

        foreach (var method in type.GetMethods().Select(_metadata.GetMethodDefinition))
        {
            WriteMethod(text, names, dispatched, method);
            attributes.Write(text, method.GetCustomAttributes());
        }

        foreach (var property in type.GetProperties().Select(_metadata.GetPropertyDefinition).Where(p => p.GetCustomAttributes().Count > 0))
        {
            text.Append("property ").Append(_metadata.GetString(property.Name)).Append('\n');
            attributes.Write(text, property.GetCustomAttributes());
        }
    }

    private static void WriteLayout(StringBuilder text, TypeDefinition type)
    {
        if (type.GetLayout() is { IsDefault: false } layout)
        {
            text.Append(FormattableString.Invariant($"layout {layout.Size} {layout.PackingSize}\n"));
        }
    }

    private void WriteField(StringBuilder text, SignatureNames names, FieldDefinitionHandle handle)
    {
        var field = _metadata.GetFieldDefinition(handle);
        text.Append("field ").Append((int)field.Attributes).Append(' ').Append(_metadata.GetString(field.Name)).Append(' ')
            .Append(field.DecodeSignature(names, null));
        if (field.GetDefaultValue() is { IsNil: false } constant)
        {
            text.Append(" = ").Append(Convert.ToHexStringLower(_metadata.GetBlobBytes(_metadata.GetConstant(constant).Value)));
        }

        text.Append('\n');
    }

    private void WriteMethod(StringBuilder text, SignatureNames names, SortedSet<string> dispatched, MethodDefinition method)
    {
        text.Append("method ").Append((int)method.Attributes).Append(' ').Append((int)method.ImplAttributes).Append(' ')
            .Append(_metadata.GetString(method.Name)).Append(' ')
            .Append(SignatureNames.Write(method.DecodeSignature(names, null))).Append('\n');
        WriteDefaults(text, method);
        if (method.Attributes.HasFlag(MethodAttributes.PinvokeImpl))
        {
            var import = method.GetImport();
            var library = _metadata.GetString(_metadata.GetModuleReference(import.Module).Name);
            text.Append(" import ").Append(library).Append(' ').Append(_metadata.GetString(import.Name)).Append('\n');
        }

        if (method.RelativeVirtualAddress == 0)
        {
            return;
        }

        var body = image.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil)
        {
            var locals = _metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(names, null);
            text.Append(" locals ").AppendJoin(',', locals).Append('\n');
        }

        foreach (var region in body.ExceptionRegions)
        {
            text.Append(FormattableString.Invariant($" region {region.Kind} {region.TryOffset} {region.TryLength}"));
            text.Append(FormattableString.Invariant($" {region.HandlerOffset} {region.HandlerLength} {region.FilterOffset}"));
            text.Append(region.CatchType.IsNil ? string.Empty : names.NameOf(region.CatchType)).Append('\n');
        }

        WriteInstructions(text, names, dispatched, body.GetILBytes());
    }

    /// <summary>Callers have default arguments compiled in, but a serializer reads them here.</summary>
    private void WriteDefaults(StringBuilder text, MethodDefinition method)
    {
        foreach (var parameter in method.GetParameters().Select(_metadata.GetParameter))
        {
            if (parameter.GetDefaultValue() is { IsNil: false } constant)
            {
                var value = Convert.ToHexStringLower(_metadata.GetBlobBytes(_metadata.GetConstant(constant).Value));
                text.Append(FormattableString.Invariant($" default {parameter.SequenceNumber} {value}\n"));
            }
        }
    }

    private void WriteInstructions(StringBuilder text, SignatureNames names, SortedSet<string> dispatched, ReadOnlySpan<byte> body)
    {
        for (var position = 0; position < body.Length;)
        {
            var code = InstructionSet.Read(body, ref position);
            text.Append(code.Name);
            var operand = body[position..];
            switch (code.OperandType)
            {
                case OperandType.InlineNone:
                    break;
                case OperandType.InlineString:
                    var literal = MetadataTokens.UserStringHandle(BinaryPrimitives.ReadInt32LittleEndian(operand) & 0xFFFFFF);
                    text.Append(' ').Append(_metadata.GetUserString(literal));
                    position += 4;
                    break;
                case OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType:
                case OperandType.InlineTok or OperandType.InlineSig:
                    var token = MetadataTokens.EntityHandle(BinaryPrimitives.ReadInt32LittleEndian(operand));
                    text.Append(' ').Append(NameOf(names, dispatched, token));
                    position += 4;
                    break;
                case OperandType.InlineSwitch:
                    var length = 4 + (4 * BinaryPrimitives.ReadInt32LittleEndian(operand));
                    text.Append(' ').Append(Convert.ToHexString(operand[..length]));
                    position += length;
                    break;
                default:
                    var size = SizeOf(code.OperandType);
                    text.Append(' ').Append(Convert.ToHexString(operand[..size]));
                    position += size;
                    break;
            }

            text.Append('\n');
        }
    }

    private static int SizeOf(OperandType operand) => operand switch
    {
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };

    private string NameOf(SignatureNames names, SortedSet<string> dispatched, EntityHandle handle)
    {
        switch (handle.Kind)
        {
            case HandleKind.MethodDefinition:
                var method = _metadata.GetMethodDefinition((MethodDefinitionHandle)handle);
                return Member(names, dispatched, method.GetDeclaringType(), _metadata.GetString(method.Name))
                    + SignatureNames.Write(method.DecodeSignature(names, null));
            case HandleKind.MemberReference:
                var member = _metadata.GetMemberReference((MemberReferenceHandle)handle);
                var signature = member.GetKind() == MemberReferenceKind.Method
                    ? SignatureNames.Write(member.DecodeMethodSignature(names, null))
                    : member.DecodeFieldSignature(names, null);
                return (member.Parent.Kind == HandleKind.MethodDefinition
                    ? NameOf(names, dispatched, member.Parent)
                    : Member(names, dispatched, member.Parent, _metadata.GetString(member.Name))) + signature;
            case HandleKind.MethodSpecification:
                var specification = _metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                return $"{NameOf(names, dispatched, specification.Method)}<{string.Join(',', specification.DecodeSignature(names, null))}>";
            case HandleKind.FieldDefinition:
                var field = _metadata.GetFieldDefinition((FieldDefinitionHandle)handle);
                return Member(names, dispatched, field.GetDeclaringType(), _metadata.GetString(field.Name)) + Data(field);
            case HandleKind.StandaloneSignature:
                var standalone = _metadata.GetStandaloneSignature((StandaloneSignatureHandle)handle);
                return SignatureNames.Write(standalone.DecodeMethodSignature(names, null));
            default:
                return names.NameOf(handle);
        }
    }

    private static string Member(SignatureNames names, SortedSet<string> dispatched, EntityHandle parent, string name)
    {
        dispatched.Add(names.KeyOf(parent));
        return $"{names.NameOf(parent)}::{name}";
    }

    /// <summary>Digest of the constant data behind a field, such as an array initialiser or a UTF-8 literal.</summary>
    private string Data(FieldDefinition field)
    {
        var address = field.GetRelativeVirtualAddress();
        if (address == 0)
        {
            return string.Empty;
        }

        var section = image.GetSectionData(address);
        var size = field.DecodeSignature(new DataSize(_metadata), null);
        return " data " + ContentDigest.OfBytes(section.GetContent(0, Math.Min(size, section.Length)).AsSpan());
    }
}
