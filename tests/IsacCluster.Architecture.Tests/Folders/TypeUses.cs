using Mono.Cecil;
using Mono.Cecil.Cil;

namespace IsacCluster.Architecture.Tests.Folders;

/// <summary>The types that a type names in its declaration, its members and the instructions of its methods.</summary>
internal static class TypeUses
{
    /// <summary>
    /// Outermost types of the assembly of <paramref name="type"/> that it and its nested types use; repeated as often as used.
    /// </summary>
    public static IEnumerable<TypeDefinition> Of(TypeDefinition type) =>
        References(type).SelectMany(Flat).Select(Outermost).OfType<TypeDefinition>();

    private static IEnumerable<TypeReference?> References(TypeDefinition type) =>
    [
        type.BaseType,
        .. type.Interfaces.SelectMany(implemented => Attributes(implemented).Append(implemented.InterfaceType)),
        .. Attributes(type),
        .. type.GenericParameters.SelectMany(Constraints),
        .. type.Fields.SelectMany(field => Attributes(field).Append(field.FieldType)),
        .. type.Properties.SelectMany(property => Attributes(property).Append(property.PropertyType)),
        .. type.Events.SelectMany(raised => Attributes(raised).Append(raised.EventType)),
        .. type.Methods.SelectMany(Method),
        .. type.NestedTypes.SelectMany(References),
    ];

    private static IEnumerable<TypeReference?> Method(MethodDefinition method) =>
    [
        .. Signature(method),
        .. Attributes(method),
        .. method.Parameters.SelectMany(Attributes),
        .. Attributes(method.MethodReturnType),
        .. method.GenericParameters.SelectMany(Constraints),
        .. method.HasBody ? Body(method.Body) : [],
    ];

    private static IEnumerable<TypeReference?> Body(MethodBody body) =>
    [
        .. body.Variables.Select(variable => variable.VariableType),
        .. body.ExceptionHandlers.Select(handler => handler.CatchType),
        .. body.Instructions.SelectMany(instruction => Operand(instruction.Operand)),
    ];

    private static IEnumerable<TypeReference?> Operand(object? operand) => operand switch
    {
        TypeReference type => [type],
        FieldReference field => [field.DeclaringType, field.FieldType],
        GenericInstanceMethod method => [method.DeclaringType, .. Signature(method), .. method.GenericArguments],
        MethodReference method => [method.DeclaringType, .. Signature(method)],
        CallSite site => Signature(site),
        _ => [],
    };

    private static IEnumerable<TypeReference?> Signature(IMethodSignature method) =>
        method.Parameters.Select(parameter => parameter.ParameterType).Append(method.ReturnType);

    private static IEnumerable<TypeReference?> Constraints(GenericParameter parameter) =>
        parameter.Constraints.Select(constraint => constraint.ConstraintType).Concat(Attributes(parameter));

    private static IEnumerable<TypeReference?> Attributes(
        ICustomAttributeProvider annotated) => annotated.CustomAttributes.SelectMany(attribute =>
        attribute.ConstructorArguments.Concat(attribute.Properties.Concat(attribute.Fields).Select(named => named.Argument))
            .SelectMany(Argument).Append(attribute.AttributeType));

    private static IEnumerable<TypeReference> Argument(CustomAttributeArgument argument) => argument.Value switch
    {
        TypeReference type => [argument.Type, type],
        CustomAttributeArgument boxed => Argument(boxed),
        CustomAttributeArgument[] array => array.SelectMany(Argument).Append(argument.Type),
        _ => [argument.Type],
    };

    /// <summary>The named types of which a type is made: List&lt;A[]&gt; is List and A.</summary>
    private static IEnumerable<TypeReference> Flat(TypeReference? type) => type switch
    {
        null or GenericParameter => [],
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Flat).Concat(Flat(generic.ElementType)),
        IModifierType modified => Flat(modified.ModifierType).Concat(Flat(modified.ElementType)),
        FunctionPointerType pointer => Signature(pointer).SelectMany(Flat),
        TypeSpecification made => Flat(made.ElementType),
        _ => [type],
    };

    private static TypeReference Outermost(TypeReference type) => type.DeclaringType is { } declaring ? Outermost(declaring) : type;
}
