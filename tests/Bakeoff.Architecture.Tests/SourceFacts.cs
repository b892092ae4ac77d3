using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Bakeoff.Architecture.Tests;

/// <summary>The facts that one walk through a syntax tree collects.</summary>
internal sealed class SourceFacts : CSharpSyntaxWalker
{
    /// <summary>Most parameters of a method or constructor; more of them are a record that is missing.</summary>
    public const int MostParameters = 6;

    private readonly HashSet<string> _defined = new(StringComparer.Ordinal);
    private readonly HashSet<string> _named = new(StringComparer.Ordinal);
    private readonly List<string> _longParameterLists = [];
    private readonly List<string> _blockingCalls = [];
    private readonly List<string> _oddNames = [];

    private SourceFacts()
    {
    }

    /// <summary>Names of the types defined at the top level of a namespace.</summary>
    public IReadOnlySet<string> Defined => _defined;

    /// <summary>Names that may name a type: simple ones, and <c>Room.Type</c> with the last part of what stands before the dot.</summary>
    public IReadOnlySet<string> Named => _named;

    /// <summary>Methods and constructors with more than <see cref="MostParameters"/> parameters, as <c>line: name (count)</c>.</summary>
    public IReadOnlyList<string> LongParameterLists => _longParameterLists;

    /// <summary>Calls that block a thread until a task ends, as <c>line: code</c>.</summary>
    public IReadOnlyList<string> BlockingCalls => _blockingCalls;

    /// <summary>Caught exceptions and cancellation tokens under another name than all others have, as <c>line: name</c>.</summary>
    public IReadOnlyList<string> OddNames => _oddNames;

    /// <summary>Collects the facts of a file.</summary>
    public static SourceFacts Read(CompilationUnitSyntax unit)
    {
        var facts = new SourceFacts();
        facts.Visit(unit);
        return facts;
    }

    /// <inheritdoc/>
    public override void VisitUsingDirective(UsingDirectiveSyntax node)
    {
        // A using line makes types visible; it does not yet use one.
    }

    /// <inheritdoc/>
    public override void VisitIdentifierName(IdentifierNameSyntax node) => AddName(node);

    /// <inheritdoc/>
    public override void VisitGenericName(GenericNameSyntax node)
    {
        AddName(node);
        base.VisitGenericName(node);
    }

    /// <inheritdoc/>
    public override void VisitAttribute(AttributeSyntax node)
    {
        _named.Add(node.Name.ToString() + "Attribute");
        base.VisitAttribute(node);
    }

    /// <inheritdoc/>
    public override void VisitClassDeclaration(ClassDeclarationSyntax node)
    {
        Define(node);
        CheckParameters(node.ParameterList, node.Identifier);
        base.VisitClassDeclaration(node);
    }

    /// <inheritdoc/>
    public override void VisitStructDeclaration(StructDeclarationSyntax node)
    {
        Define(node);
        base.VisitStructDeclaration(node);
    }

    /// <inheritdoc/>
    public override void VisitInterfaceDeclaration(InterfaceDeclarationSyntax node)
    {
        Define(node);
        base.VisitInterfaceDeclaration(node);
    }

    /// <inheritdoc/>
    public override void VisitRecordDeclaration(RecordDeclarationSyntax node)
    {
        Define(node);
        base.VisitRecordDeclaration(node);
    }

    /// <inheritdoc/>
    public override void VisitEnumDeclaration(EnumDeclarationSyntax node)
    {
        Define(node);
        base.VisitEnumDeclaration(node);
    }

    /// <inheritdoc/>
    public override void VisitDelegateDeclaration(DelegateDeclarationSyntax node)
    {
        if (node.Parent is BaseNamespaceDeclarationSyntax)
        {
            _defined.Add(node.Identifier.Text);
        }

        CheckParameters(node.ParameterList, node.Identifier);
        base.VisitDelegateDeclaration(node);
    }

    /// <inheritdoc/>
    public override void VisitMethodDeclaration(MethodDeclarationSyntax node)
    {
        // A native function has the parameters that its library gives it.
        if (
            !node
                .AttributeLists.SelectMany(list => list.Attributes)
                .Any(attribute => attribute.Name.ToString() is "LibraryImport" or "DllImport"))
        {
            CheckParameters(node.ParameterList, node.Identifier);
        }

        base.VisitMethodDeclaration(node);
    }

    /// <inheritdoc/>
    public override void VisitConstructorDeclaration(ConstructorDeclarationSyntax node)
    {
        CheckParameters(node.ParameterList, node.Identifier);
        base.VisitConstructorDeclaration(node);
    }

    /// <inheritdoc/>
    public override void VisitLocalFunctionStatement(LocalFunctionStatementSyntax node)
    {
        CheckParameters(node.ParameterList, node.Identifier);
        base.VisitLocalFunctionStatement(node);
    }

    /// <inheritdoc/>
    public override void VisitParameter(ParameterSyntax node)
    {
        // Two tokens of one method have names that tell which is which; a record's parameter is a property.
        var isOnlyToken =
            node.Parent is ParameterListSyntax { Parent: not RecordDeclarationSyntax } list && list.Parameters.Count(IsToken) == 1;
        if (isOnlyToken && IsToken(node) && node.Identifier.Text is not ("cancellationToken" or "_"))
        {
            _oddNames.Add(At(node.Identifier, node.Identifier.Text));
        }

        base.VisitParameter(node);
    }

    /// <inheritdoc/>
    public override void VisitCatchDeclaration(CatchDeclarationSyntax node)
    {
        if (node.Identifier.Text is not ("" or "exception"))
        {
            _oddNames.Add(At(node.Identifier, node.Identifier.Text));
        }

        base.VisitCatchDeclaration(node);
    }

    /// <inheritdoc/>
    public override void VisitInvocationExpression(InvocationExpressionSyntax node)
    {
        if (
            node.Expression is MemberAccessExpressionSyntax { Name.Identifier.Text: "GetResult" or "Wait" } call
            && (
                call.Name.Identifier.Text == "Wait"
                    ? call.Expression is not IdentifierNameSyntax { Identifier.Text: "Monitor" }
                    : call.Expression
                        is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "GetAwaiter" } }))
        {
            _blockingCalls.Add(At(call.Name.Identifier, call.ToString()));
        }

        base.VisitInvocationExpression(node);
    }

    private static bool IsToken(ParameterSyntax parameter) => parameter.Type?.ToString() is "CancellationToken" or "CancellationToken?";

    private static string At(SyntaxToken token, string text) =>
        FormattableString.Invariant($"{token.GetLocation().GetLineSpan().StartLinePosition.Line + 1}: {text}");

    private void Define(BaseTypeDeclarationSyntax node)
    {
        if (node.Parent is BaseNamespaceDeclarationSyntax)
        {
            _defined.Add(node.Identifier.Text);
        }
    }

    private void AddName(SimpleNameSyntax node)
    {
        var name = node.Identifier.Text;
        switch (node.Parent)
        {
            case MemberAccessExpressionSyntax access when access.Name == node:
                AddAfterDot(access.Expression, name);
                break;
            case QualifiedNameSyntax qualified when qualified.Right == node:
                AddAfterDot(qualified.Left, name);
                break;
            case MemberBindingExpressionSyntax or NameColonSyntax or NameEqualsSyntax:
            case AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } assignment when assignment.Left == node:
                break;
            default:
                _named.Add(name);
                break;
        }
    }

    // What stands after a dot is a type only if a namespace stands before it; its last part is kept, such as Graphics.SafeText.
    private void AddAfterDot(SyntaxNode prefix, string name)
    {
        var last = prefix switch
        {
            SimpleNameSyntax simple => simple.Identifier.Text,
            MemberAccessExpressionSyntax access => access.Name.Identifier.Text,
            QualifiedNameSyntax qualified => qualified.Right.Identifier.Text,
            _ => string.Empty,
        };
        if (last.Length > 0 && char.IsUpper(last[0]))
        {
            _named.Add($"{last}.{name}");
        }
    }

    private void CheckParameters(ParameterListSyntax? list, SyntaxToken name)
    {
        if (list?.Parameters.Count > MostParameters)
        {
            _longParameterLists.Add(At(name, FormattableString.Invariant($"{name.Text} ({list.Parameters.Count})")));
        }
    }
}
