SwaggerUIBundle({ url: "/openapi.yml", dom_id: "#viewer", withCredentials: true, deepLinking: true, validatorUrl: null });
