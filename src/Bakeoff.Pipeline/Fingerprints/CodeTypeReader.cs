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
internal sealed class CodeTypeReader
{
    /// <summary>Compiler-made holder of constant data; its fields count where they are used, not all together.</summary>
    private const string ConstantData = "<PrivateImplementationDetails>";

    private const string ResourceCall = "System.Reflection.Assembly::GetManifestResource";

    private readonly string _assembly;
    private readonly PEReader _image;
    private readonly MetadataReader _metadata;
    private readonly TypeNames _types;
    private readonly AttributeText _attributes;
    private readonly Dictionary<int, Operand> _operands = [];
    private readonly StringBuilder _text = new();

    /// <summary>Opens an assembly; its image is read as long as types are.</summary>
    public CodeTypeReader(string assembly, PEReader image)
    {
        _assembly = assembly;
        _image = image;
        _metadata = image.GetMetadataReader();
        _types = new TypeNames(assembly, _metadata);
        _attributes = new AttributeText(_metadata, _types);
    }

    public IEnumerable<CodeType> ReadAll() => _metadata.TypeDefinitions.Select(Describe);

    private CodeType Describe(TypeDefinitionHandle handle)
    {
        var type = _metadata.GetTypeDefinition(handle);
        var parents = new List<string>();
        if (!type.BaseType.IsNil)
        {
            parents.Add(_types.KeyOf(type.BaseType));
        }

        foreach (var implemented in type.GetInterfaceImplementations())
        {
            parents.Add(_types.KeyOf(_metadata.GetInterfaceImplementation(implemented).Interface));
        }

        return new CodeType(() => Read(handle))
        {
            Assembly = _assembly,
            Name = _types.FullName(handle),
            Key = _types.KeyOf(handle),
            Parents = parents,
            CanBeImplemented = !type.Attributes.HasFlag(TypeAttributes.Sealed),
            IsOutside = _attributes.Has(type.GetCustomAttributes(), typeof(OutsideFingerprintAttribute).FullName!),
        };
    }

    private CodeText Read(TypeDefinitionHandle handle)
    {
        var reached = new Reached(_types, _metadata);
        var type = _metadata.GetTypeDefinition(handle);
        var name = _types.FullName(handle);
        var text = _text.Clear();

        text.Append(name).Append(' ').Append((int)(type.Attributes & ~TypeAttributes.BeforeFieldInit)).Append('\n');
        WriteLayout(text, type);
        if (_attributes.Write(text, type.GetCustomAttributes()))
        {
            // The serializer makes the types that the attributes list.
            reached.DispatchedOn.Add(_types.KeyOf(handle));
        }

        if (!type.BaseType.IsNil)
        {
            text.Append("base ").Append(reached.Names.NameOf(type.BaseType)).Append('\n');
        }

        foreach (var implemented in type.GetInterfaceImplementations())
        {
            text.Append("interface ").Append(reached.Names.NameOf(_metadata.GetInterfaceImplementation(implemented).Interface)).Append('\n');
        }

        if (name != ConstantData)
        {
            WriteMembers(text, reached, type);

            // Closures, iterators and async methods are nested types that the compiler makes.
            foreach (var nested in type.GetNestedTypes())
            {
                if (IsMadeByCompiler(nested))
                {
                    reached.References.Add(_types.KeyOf(nested));
                }
            }
        }

        var written = text.ToString();
        if (written.Contains(ResourceCall, StringComparison.Ordinal))
        {
            written += $"resources {EmbeddedResources.Digest(_metadata, _image)}\n";
        }

        reached.References.Remove(_types.KeyOf(handle));
        return new CodeText(ContentDigest.OfText(written), reached.References, reached.DispatchedOn);
    }

    private bool IsMadeByCompiler(TypeDefinitionHandle type) =>
        _metadata.GetString(_metadata.GetTypeDefinition(type).Name).Contains('<', StringComparison.Ordinal);

    private void WriteMembers(StringBuilder text, Reached reached, TypeDefinition type)
    {
        foreach (var field in type.GetFields())
        {
            WriteField(text, reached.Names, field);
            _attributes.Write(text, _metadata.GetFieldDefinition(field).GetCustomAttributes());
        }

        foreach (var handle in type.GetMethods())
        {
            var method = _metadata.GetMethodDefinition(handle);
            WriteMethod(text, reached, method);
            _attributes.Write(text, method.GetCustomAttributes());
        }

        foreach (var handle in type.GetProperties())
        {
            var property = _metadata.GetPropertyDefinition(handle);
            var attributes = property.GetCustomAttributes();
            if (attributes.Count > 0)
            {
                text.Append("property ").Append(_metadata.GetString(property.Name)).Append('\n');
                _attributes.Write(text, attributes);
            }
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

    private void WriteMethod(StringBuilder text, Reached reached, MethodDefinition method)
    {
        var names = reached.Names;
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

        var body = _image.GetMethodBody(method.RelativeVirtualAddress);
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

        WriteInstructions(text, reached, body.GetILBytes());
    }

    /// <summary>Callers have default arguments compiled in, but a serializer reads them here.</summary>
    private void WriteDefaults(StringBuilder text, MethodDefinition method)
    {
        foreach (var handle in method.GetParameters())
        {
            var parameter = _metadata.GetParameter(handle);
            if (parameter.GetDefaultValue() is { IsNil: false } constant)
            {
                var value = Convert.ToHexStringLower(_metadata.GetBlobBytes(_metadata.GetConstant(constant).Value));
                text.Append(FormattableString.Invariant($" default {parameter.SequenceNumber} {value}\n"));
            }
        }
    }

    private void WriteInstructions(StringBuilder text, Reached reached, ReadOnlySpan<byte> body)
    {
        for (var position = 0; position < body.Length;)
        {
            var instruction = InstructionSet.Read(body, ref position);
            text.Append(instruction.Name);
            var value = body[position..];
            switch (instruction.Operand)
            {
                case OperandType.InlineNone:
                    break;
                case OperandType.InlineString:
                    var literal = MetadataTokens.UserStringHandle(BinaryPrimitives.ReadInt32LittleEndian(value) & 0xFFFFFF);
                    text.Append(' ').Append(_metadata.GetUserString(literal));
                    position += 4;
                    break;
                case OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType:
                case OperandType.InlineTok or OperandType.InlineSig:
                    var operand = Find(MetadataTokens.EntityHandle(BinaryPrimitives.ReadInt32LittleEndian(value)));
                    text.Append(' ').Append(operand.Text);
                    reached.Add(operand);
                    position += 4;
                    break;
                case OperandType.InlineSwitch:
                    var length = 4 + (4 * BinaryPrimitives.ReadInt32LittleEndian(value));
                    text.Append(' ').Append(Convert.ToHexString(value[..length]));
                    position += length;
                    break;
                default:
                    var size = SizeOf(instruction.Operand);
                    text.Append(' ').Append(Convert.ToHexString(value[..size]));
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

    private Operand Find(EntityHandle handle)
    {
        var token = MetadataTokens.GetToken(handle);
        if (!_operands.TryGetValue(token, out var operand))
        {
            _operands[token] = operand = Describe(handle);
        }

        return operand;
    }

    private Operand Describe(EntityHandle handle)
    {
        var references = new HashSet<string>(StringComparer.Ordinal);
        var names = new SignatureNames(_types, _metadata, references);
        switch (handle.Kind)
        {
            case HandleKind.MethodDefinition:
                var method = _metadata.GetMethodDefinition((MethodDefinitionHandle)handle);
                return Member(method.GetDeclaringType(), method.Name, SignatureNames.Write(method.DecodeSignature(names, null)));
            case HandleKind.MemberReference:
                var member = _metadata.GetMemberReference((MemberReferenceHandle)handle);
                var signature = member.GetKind() == MemberReferenceKind.Method
                    ? SignatureNames.Write(member.DecodeMethodSignature(names, null))
                    : member.DecodeFieldSignature(names, null);
                return member.Parent.Kind == HandleKind.MethodDefinition
                    ? Variant(member.Parent, signature)
                    : Member(member.Parent, member.Name, signature);
            case HandleKind.MethodSpecification:
                var specification = _metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                return Variant(specification.Method, $"<{string.Join(',', specification.DecodeSignature(names, null))}>");
            case HandleKind.FieldDefinition:
                var field = _metadata.GetFieldDefinition((FieldDefinitionHandle)handle);
                return Member(field.GetDeclaringType(), field.Name, Data(field));
            case HandleKind.StandaloneSignature:
                var standalone = _metadata.GetStandaloneSignature((StandaloneSignatureHandle)handle);
                return new Operand(SignatureNames.Write(standalone.DecodeMethodSignature(names, null)), references, calledOn: null);
            default:
                return new Operand(names.NameOf(handle), references, calledOn: null);
        }

        Operand Member(EntityHandle parent, StringHandle name, string suffix) =>
            new($"{names.NameOf(parent)}::{_metadata.GetString(name)}{suffix}", references, _types.KeyOf(parent));

        Operand Variant(EntityHandle of, string suffix)
        {
            var plain = Find(of);
            references.UnionWith(plain.References);
            return new Operand(plain.Text + suffix, references, plain.CalledOn);
        }
    }

    /// <summary>Digest of the constant data behind a field, such as an array initialiser or a UTF-8 literal.</summary>
    private string Data(FieldDefinition field)
    {
        var address = field.GetRelativeVirtualAddress();
        if (address == 0)
        {
            return string.Empty;
        }

        var section = _image.GetSectionData(address);
        var size = field.DecodeSignature(new DataSize(_metadata), null);
        return " data " + ContentDigest.OfBytes(section.GetContent(0, Math.Min(size, section.Length)).AsSpan());
    }

    /// <summary>A member, type or signature as instructions name it.</summary>
    /// <param name="text">The name.</param>
    /// <param name="references">Keys of the types in it.</param>
    /// <param name="calledOn">Key of the type whose member it is; null for what is no member.</param>
    private sealed class Operand(string text, IReadOnlyCollection<string> references, string? calledOn)
    {
        public string Text => text;

        public IReadOnlyCollection<string> References => references;

        public string? CalledOn => calledOn;
    }

    /// <summary>The types that the code of one type names, as far as it is read.</summary>
    private sealed class Reached
    {
        private readonly HashSet<Operand> _added = [];

        public Reached(TypeNames types, MetadataReader metadata)
        {
            Names = new SignatureNames(types, metadata, References);
        }

        public HashSet<string> References { get; } = new(StringComparer.Ordinal);

        public HashSet<string> DispatchedOn { get; } = new(StringComparer.Ordinal);

        /// <summary>Names of types, each of which becomes a reference.</summary>
        public SignatureNames Names { get; }

        public void Add(Operand operand)
        {
            if (_added.Add(operand))
            {
                References.UnionWith(operand.References);
                if (operand.CalledOn is not null)
                {
                    DispatchedOn.Add(operand.CalledOn);
                }
            }
        }
    }
}
